package io.postern.pinhole.relay;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.Listening;
import io.postern.pinhole.PinholeBackend;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of a data connection that had no opening of its own: only its end is of interest. */
final class EndObserver implements PinholeBackend.Observer {

  private final Consumer<DataStats> ended;

  EndObserver(Consumer<DataStats> ended) {
    this.ended = ended;
  }

  @Override
  public void opened(Listening listening) {
    // It came through a port that was open already.
  }

  @Override
  public void openFailed(@Nullable Endpoint busy, String reason) {
    // The same.
  }

  @Override
  public void blocked(Endpoint stranger, Endpoint at, BlockReason reason) {
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
