package io.postern.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine's exception means. Both engines have one class for most of it and say the rest in
 * words, so the words are compared; none of them goes on to the reader.
 */
final class FailureReason {

  /** In order: the first whose words are in the message. BoringSSL's words, then the JDK's. */
  private static final List<Map.Entry<TlsFault, List<String>>> WORDS =
      List.of(
          Map.entry(
              TlsFault.NO_CERTIFICATE,
              List.of("peer_did_not_return_a_certificate", "empty client certificate chain")),
          Map.entry(TlsFault.PEER_REFUSED, List.of("_alert_", "received fatal alert")),
          Map.entry(
              TlsFault.NOTHING_IN_COMMON,
              List.of(
                  "no_shared_",
                  "unsupported_protocol",
                  "no_common_",
                  "wrong_version_number",
                  "wrong_cipher",
                  "in common",
                  "protocol version",
                  "not enabled or supported",
                  "not accepted by client preferences")),
          Map.entry(
              TlsFault.CLOSED, List.of("closing inbound before receiving", "handler removed")));

  private FailureReason() {}

  /** The failure behind an exception of a handshake. */
  static TlsFailure of(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      TlsFailure failure = ofClass(cause);
      if (failure != null) {
        return failure;
      }
    }
    return TlsFailure.of(ofWords(exception));
  }

  private static @Nullable TlsFailure ofClass(Throwable cause) {
    if (cause instanceof RefusedCertificate refused) {
      return refused.failure();
    } else if (cause instanceof SslHandshakeTimeoutException) {
      return TlsFailure.of(TlsFault.TIMEOUT);
    } else if (cause instanceof NotSslRecordException) {
      return TlsFailure.of(TlsFault.NOT_TLS);
    } else if (cause instanceof ClosedChannelException) {
      return TlsFailure.of(TlsFault.CLOSED);
    }
    return null;
  }

  private static TlsFault ofWords(Throwable exception) {
    String message = String.valueOf(exception.getMessage()).toLowerCase(Locale.ROOT);
    return WORDS.stream()
        .filter(entry -> entry.getValue().stream().anyMatch(message::contains))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(TlsFault.PROTOCOL);
  }
}
