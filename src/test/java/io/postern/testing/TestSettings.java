package io.postern.testing;

import io.postern.session.Entry;
import io.postern.session.SessionSettings;
import io.postern.session.TlsStance;
import java.net.InetAddress;
import java.util.Optional;

/** Settings of a session that are the defaults but for what a test names. */
public final class TestSettings {

  private TestSettings() {}

  /** Of a listener that comes to its server in this way. */
  public static SessionSettings with(Entry entry) {
    SessionSettings usual = SessionSettings.DEFAULT;
    return new SessionSettings(
        usual.timeouts(),
        usual.limits(),
        usual.serverDataAddress(),
        usual.activeSourcePort(),
        usual.tls(),
        usual.translation(),
        entry);
  }

  /** Of a listener that has this stance. */
  public static SessionSettings with(TlsStance stance) {
    return with(SessionSettings.DEFAULT, stance);
  }

  /** {@link #with(TlsStance)}, where the server's data connections go to this address. */
  public static SessionSettings with(TlsStance stance, InetAddress serverDataAddress) {
    return with(SessionSettings.DEFAULT, stance, Optional.of(serverDataAddress));
  }

  /** The same settings with another stance. */
  public static SessionSettings with(SessionSettings settings, TlsStance stance) {
    return with(settings, stance, settings.serverDataAddress());
  }

  private static SessionSettings with(
      SessionSettings settings, TlsStance stance, Optional<InetAddress> serverDataAddress) {
    return new SessionSettings(
        settings.timeouts(),
        settings.limits(),
        serverDataAddress,
        settings.activeSourcePort(),
        stance,
        settings.translation(),
        settings.entry());
  }
}
