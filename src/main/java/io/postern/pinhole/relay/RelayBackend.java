package io.postern.pinhole.relay;

import io.netty.channel.EventLoop;
import io.postern.ftp.Expectation;
import io.postern.pinhole.PinholeBackend;
import io.postern.relay.RelaySettings;
import io.postern.relay.Transport;
import org.jspecify.annotations.Nullable;

/** Pinholes in user space: a listener that admits one peer, and a relay behind it. */
public final class RelayBackend implements PinholeBackend {

  private final EventLoop loop;
  private final Transport transport;
  private final RelaySettings settings;
  private final @Nullable DataTls tls;

  /**
   * A backend for one session whose data connections are all in the clear; one that is to be
   * private fails.
   *
   * @param loop the session's event loop: listener and both legs live on it
   */
  public RelayBackend(EventLoop loop, Transport transport, RelaySettings settings) {
    this(loop, transport, settings, null);
  }

  /**
   * A backend for one session.
   *
   * @param loop the session's event loop: listener and both legs live on it
   * @param tls for the data connections that are to be private; null if there is none
   */
  public RelayBackend(
      EventLoop loop, Transport transport, RelaySettings settings, @Nullable DataTls tls) {
    this.loop = loop;
    this.transport = transport;
    this.settings = settings;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public Opening open(Expectation expectation, int port, boolean held, Observer observer) {
    RelayOpening opening = new RelayOpening(this, expectation, port, held, observer);
    later(opening::start);
    return opening;
  }

  @Override
  public void later(Runnable task) {
    loop.execute(task);
  }

  EventLoop loop() {
    return loop;
  }

  Transport transport() {
    return transport;
  }

  RelaySettings settings() {
    return settings;
  }

  @Nullable DataTls tls() {
    return tls;
  }
}
