package io.postern.pinhole.relay;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.PinholeBackend;
import java.util.function.Consumer;

/** Of a data connection that had no opening of its own: only its end is of interest. */
final class EndObserver implements PinholeBackend.Observer {

  private final Consumer<DataStats> ended;

  EndObserver(Consumer<DataStats> ended) {
    this.ended = ended;
  }

  @Override
  public void opened(Endpoint listening) {
    // It came through a port that was open already.
  }

  @Override
  public void openFailed(boolean portBusy, String reason) {
    // The same.
  }

  @Override
  public void blocked(Endpoint stranger, BlockReason reason) {
    // Whoever owns the port tells that.
  }

  @Override
  public void accepted(Endpoint peer) {
    // Whoever owns the port has told that.
  }

  @Override
  public void connected() {
    // Its end tells how long that took.
  }

  @Override
  public void ended(DataStats stats) {
    ended.accept(stats);
  }
}
