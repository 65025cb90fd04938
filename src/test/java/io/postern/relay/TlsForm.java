package io.postern.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.postern.testing.TlsContexts;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * One way of doing TLS in a relay: its left side is the TLS server of a client, its right side the
 * TLS client of a server.
 */
record TlsForm(
    Transport transport, SslProvider engine, String protocol, boolean left, boolean right) {

  /** Every one that this machine has. */
  static Stream<TlsForm> all() {
    return Arrays.stream(Transport.values())
        .filter(t -> t == Transport.NIO || Epoll.isAvailable())
        .flatMap(t -> engines().flatMap(e -> ofEngine(t, e)));
  }

  /** One for each transport, engine and protocol, with TLS on both sides. */
  static Stream<TlsForm> bothSides() {
    return all().filter(form -> form.left && form.right);
  }

  private static Stream<TlsForm> ofEngine(Transport transport, SslProvider engine) {
    return Stream.of("TLSv1.2", "TLSv1.3")
        .flatMap(
            protocol ->
                Stream.of(
                    new TlsForm(transport, engine, protocol, true, false),
                    new TlsForm(transport, engine, protocol, false, true),
                    new TlsForm(transport, engine, protocol, true, true)));
  }

  private static Stream<SslProvider> engines() {
    return Stream.of(SslProvider.JDK, SslProvider.OPENSSL)
        .filter(engine -> engine == SslProvider.JDK || OpenSsl.isAvailable());
  }

  boolean isSecure(boolean ofLeft) {
    return ofLeft ? left : right;
  }

  SslHandler handler(boolean ofLeft) {
    return TlsContexts.of(engine, protocol, ofLeft).newHandler(ByteBufAllocator.DEFAULT);
  }
}
