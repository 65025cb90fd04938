package io.postern.tls;

import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello is answered with: exactly one of the two.
 *
 * @param handler does the handshake and tells the observer its end
 * @param fault why there is none
 */
record Answer(@Nullable SslHandler handler, @Nullable TlsFault fault) {

  static Answer accept(SslHandler handler) {
    return new Answer(handler, null);
  }

  static Answer refuse(TlsFault fault) {
    return new Answer(null, fault);
  }
}
