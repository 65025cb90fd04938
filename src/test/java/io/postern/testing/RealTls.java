package io.postern.testing;

import io.postern.net.ListenerTls;
import io.postern.net.TlsSource;
import io.postern.tls.ClientCertificates;
import io.postern.tls.KeyFiles;
import io.postern.tls.KeySource;
import io.postern.tls.TlsAcceptor;
import io.postern.tls.TlsConnector;
import io.postern.tls.TlsEngine;
import io.postern.tls.TlsFilesException;
import io.postern.tls.TlsSettings;
import io.postern.tls.TlsVersion;
import io.postern.tls.Trust;
import io.postern.tls.TrustSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** The gateway's own TLS with {@link TestCertificate}. */
public final class RealTls {

  private RealTls() {}

  /** On both legs. */
  public static TlsSource of(TlsEngine engine, Duration handshake) {
    return of(engine, handshake, false);
  }

  /**
   * The same.
   *
   * @param resumedData whether a client's data connection must resume its control channel
   */
  public static TlsSource of(TlsEngine engine, Duration handshake, boolean resumedData) {
    try {
      Path folder = Files.createTempDirectory("postern-test-tls");
      Path chain = folder.resolve("chain.pem");
      Path key = folder.resolve("key.pem");
      try {
        TestCertificate.get().write(folder);
        return of(settings(engine, handshake), chain, key, resumedData);
      } finally {
        Files.deleteIfExists(chain);
        Files.deleteIfExists(key);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TlsFilesException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TlsSettings settings(TlsEngine engine, Duration handshake) {
    return new TlsSettings(
        EnumSet.allOf(TlsVersion.class), List.of(), engine, 16 * 1024, handshake, 8);
  }

  private static TlsSource of(TlsSettings settings, Path chain, Path key, boolean resumedData)
      throws TlsFilesException {
    KeySource keys = KeySource.open(List.of(new KeyFiles(chain, key)), Clock.systemUTC());
    Trust trust = Trust.inServers(new TrustSettings(true, chain, TestCertificate.NAME, List.of()));
    TlsAcceptor acceptor = new TlsAcceptor(settings, keys, ClientCertificates.OFF, null, false);
    TlsConnector connector = new TlsConnector(settings, trust, null);
    return listener -> new ListenerTls(acceptor, connector, listener, resumedData).newSession();
  }
}
