package io.postern.net;

/** Where a listener's TLS comes from. Thread-safe. */
@FunctionalInterface
public interface TlsSource {

  /** No TLS: for listeners whose settings want none. */
  TlsSource NONE = listener -> new ListenerTls(null, null, listener, false).newSession();

  /** For a new session; makes nothing that is not asked for. */
  SessionTls newSession(ListenerSettings listener);
}
