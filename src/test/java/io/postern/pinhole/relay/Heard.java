package io.postern.pinhole.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.Listening;
import io.postern.pinhole.PinholeBackend;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an opening told, in order. */
final class Heard implements PinholeBackend.Observer {

  record Opened(Listening where) {

    /** Where the one side may connect to that does. */
    Endpoint listening() {
      assertThat(where.all()).hasSize(1);
      return where.all().get(0);
    }
  }

  record OpenFailed(@Nullable Endpoint busy, String reason) {

    boolean portBusy() {
      return busy != null;
    }
  }

  record Blocked(Endpoint stranger, Endpoint at, BlockReason reason) {}

  record Accepted(Endpoint peer) {}

  record Connected() {}

  final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();

  /** The next call, which must be of this kind. */
  <T> T next(Class<T> kind) throws InterruptedException {
    Object call = calls.poll(30, TimeUnit.SECONDS);
    assertThat(call).isInstanceOf(kind);
    return kind.cast(call);
  }

  @Override
  public void opened(Listening listening) {
    calls.add(new Opened(listening));
  }

  @Override
  public void openFailed(@Nullable Endpoint busy, String reason) {
    calls.add(new OpenFailed(busy, reason));
  }

  @Override
  public void blocked(Endpoint stranger, Endpoint at, BlockReason reason) {
    calls.add(new Blocked(stranger, at, reason));
  }

  @Override
  public void accepted(Endpoint peer) {
    calls.add(new Accepted(peer));
  }

  @Override
  public void connected() {
    calls.add(new Connected());
  }

  @Override
  public void ended(DataStats stats) {
    calls.add(stats);
  }
}
