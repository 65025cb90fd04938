package io.postern.admin;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent.AdminRefused;
import io.postern.ftp.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of requests with a wrong token: of each in the metrics, of several together in the logs. No
 * address is locked out: that would lock out the operator too, who may sit behind the same one, and
 * a token of 16 characters can't be guessed. Used by one thread.
 */
final class WrongTokens {

  /** So often at most the logs tell. */
  static final Duration TELL_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);

  private final EventSink sink;
  private final LongSupplier nanoClock;
  private int untold;
  private long toldNanos;
  private boolean told;

  WrongTokens(EventSink sink, LongSupplier nanoClock) {
    this.sink = sink;
    this.nanoClock = nanoClock;
  }

  /**
   * One more.
   *
   * @param peer who sent it
   */
  void add(@Nullable SocketAddress peer) {
    Endpoint client = peer instanceof InetSocketAddress socket ? Endpoint.of(socket) : null;
    untold++;
    if (isTimeToTell()) {
      LOG.warn(
          "Requests with a wrong token at the admin port: {}, the last from {}",
          untold,
          client == null ? "its socket" : client);
      sink.publish(new AdminRefused(client, untold));
      untold = 0;
    } else {
      sink.publish(new AdminRefused(client, 0));
    }
  }

  private boolean isTimeToTell() {
    long now = nanoClock.getAsLong();
    if (told && now - toldNanos < TELL_EVERY.toNanos()) {
      return false;
    }
    told = true;
    toldNanos = now;
    return true;
  }
}
