package io.postern.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/** An authority of one test: its keys live as long as the test. */
public final class TestAuthority {

  final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static final Duration YEAR = Duration.ofDays(365);

  private final String name;
  private final KeyPair pair = SelfSigned.newKeyPair();
  private final X509Certificate certificate;

  /** With a new key. */
  public TestAuthority(String name) {
    this.name = name;
    this.certificate =
        write(new CertificateWriter(name, name, List.of(), from(), now.plus(YEAR), true), pair);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A key for these names; the first is the common name too. */
  ServerKey issue(String... names) {
    return issue(from(), now.plus(YEAR), names);
  }

  ServerKey issue(Instant from, Instant end, String... names) {
    KeyPair own = SelfSigned.newKeyPair();
    CertificateWriter writer =
        new CertificateWriter(names[0], name, List.of(names), from, end, false);
    return new ServerKey(List.of(write(writer, own), certificate), own.getPrivate());
  }

  /** The authority's certificate, as a file. */
  public Path ca(Path directory) {
    return write(directory.resolve(name + "-ca.pem"), pem(List.of(certificate)));
  }

  /** A key for these names, which began and ends so long ago, or ahead if negative. */
  public Issued issued(Duration began, Duration ended, String... names) {
    ServerKey key = issue(now.minus(began), now.minus(ended), names);
    return new Issued(key.chain(), key.key());
  }

  /** A good key for these names, in two files that begin with the name. */
  public KeyFiles store(Path directory, String name, String... names) {
    return store(issue(names), directory, name);
  }

  /**
   * What an authority gives to somebody outside this package.
   *
   * @param chain the certificate, then the authority's
   * @param key the certificate's key
   */
  public record Issued(List<X509Certificate> chain, PrivateKey key) {}

  /** Chain and key in two files of this name. */
  static KeyFiles store(ServerKey key, Path directory, String name) {
    Path chain = write(directory.resolve(name + ".pem"), pem(key.chain()));
    Path secret = directory.resolve(name + "-key.pem");
    write(secret, pem("PRIVATE KEY", key.key()));
    return new KeyFiles(chain, secret);
  }

  static String pem(List<X509Certificate> certificates) {
    StringBuilder all = new StringBuilder();
    for (X509Certificate each : certificates) {
      try {
        all.append(pem("CERTIFICATE", each.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
    return all.toString();
  }

  static String pem(String label, Key key) {
    return pem(label, key.getEncoded());
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes), label);
  }

  static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate write(CertificateWriter writer, KeyPair own) {
    try {
      return writer.write(own.getPublic(), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Instant from() {
    return now.minus(Duration.ofDays(1));
  }
}
