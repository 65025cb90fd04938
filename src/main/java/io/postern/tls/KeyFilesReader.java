package io.postern.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the keys of one listener at one moment, and collects all that is wrong or odd. For one use.
 */
final class KeyFilesReader {

  /** How long before its end a certificate is warned of: longer than a weekend and a holiday. */
  static final Duration NEAR_END = Duration.ofDays(14);

  private static final Set<PosixFilePermission> OF_STRANGERS =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  private final Instant now;
  private final List<TlsMistake> mistakes = new ArrayList<>();
  private final List<TlsMistake> warnings = new ArrayList<>();

  KeyFilesReader(Instant now) {
    this.now = now;
  }

  /** The keys; empty if there is a mistake. */
  Optional<ServerKeys> read(List<KeyFiles> files) {
    List<ServerKey> keys = files.stream().map(this::read).flatMap(Optional::stream).toList();
    return mistakes.isEmpty() ? Optional.of(new ServerKeys(keys)) : Optional.empty();
  }

  List<TlsMistake> mistakes() {
    return mistakes;
  }

  List<TlsMistake> warnings() {
    return warnings;
  }

  private Optional<ServerKey> read(KeyFiles files) {
    Optional<List<X509Certificate>> chain =
        attempt(
            files.chain(), () -> CertificateFile.certificates(CertificateFile.read(files.chain())));
    Optional<PrivateKey> key = attempt(files.key(), () -> key(CertificateFile.read(files.key())));
    chain.ifPresent(certificates -> checkChain(files.chain(), certificates));
    if (chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    checkKey(files, key.get(), chain.get().get(0));
    return Optional.of(new ServerKey(chain.get(), key.get()));
  }

  private <T> Optional<T> attempt(Path file, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (IllegalArgumentException e) {
      mistakes.add(new TlsMistake(file, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static PrivateKey key(byte[] bytes) {
    List<Pem> keys = CertificateFile.blocks(bytes).stream().filter(Pem::isKey).toList();
    if (keys.size() != 1) {
      throw new IllegalArgumentException(
          keys.isEmpty()
              ? "no private key (-----BEGIN PRIVATE KEY-----) in it"
              : keys.size() + " private keys in it; one is wanted");
    }
    return PrivateKeys.read(keys.get(0));
  }

  private void checkChain(Path file, List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isSignedBy(chain.get(i), chain.get(i + 1))) {
        mistakes.add(
            new TlsMistake(
                file,
                "certificate "
                    + (i + 2)
                    + " has not signed certificate "
                    + (i + 1)
                    + "; the server's own comes first, then each one's signer"));
      }
    }
    for (int i = 0; i < chain.size(); i++) {
      checkDates(file, i + 1, chain.get(i));
    }
  }

  private void checkDates(Path file, int number, X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      warnings.add(new TlsMistake(file, "certificate " + number + " is not valid before " + from));
    } else if (now.isAfter(end)) {
      warnings.add(new TlsMistake(file, "certificate " + number + " has expired at " + end));
    } else if (now.plus(NEAR_END).isAfter(end)) {
      warnings.add(new TlsMistake(file, "certificate " + number + " expires at " + end));
    }
  }

  private void checkKey(KeyFiles files, PrivateKey key, X509Certificate certificate) {
    if (!PrivateKeys.match(key, certificate.getPublicKey())) {
      mistakes.add(
          new TlsMistake(
              files.key(), "the key is not that of the certificate in " + files.chain()));
    } else if (PrivateKeys.isTooShort(key)) {
      mistakes.add(new TlsMistake(files.key(), "an RSA key of less than 2048 bits"));
    }
    if (isOpenToStrangers(files.key())) {
      warnings.add(new TlsMistake(files.key(), "every user of this machine can read or write it"));
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate signer) {
    try {
      certificate.verify(signer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(signer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** File systems without such permissions have other protection. */
  private static boolean isOpenToStrangers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OF_STRANGERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
