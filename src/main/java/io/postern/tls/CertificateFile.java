package io.postern.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads PEM files of certificates and keys. */
final class CertificateFile {

  /** The longest file: the lists of authorities that systems have are a quarter of it. */
  static final int MOST_BYTES = 1 << 20;

  private CertificateFile() {}

  /**
   * The bytes of a file.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("longer than " + MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * The PEM blocks of a file.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static List<Pem> blocks(byte[] bytes) {
    List<Pem> blocks;
    try {
      blocks = Pem.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a PEM block is not Base64", e);
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("no PEM block (-----BEGIN …) in it");
    }
    return blocks;
  }

  /**
   * The certificates of a file, in order.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static List<X509Certificate> certificates(byte[] bytes) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem block : blocks(bytes)) {
      if (block.label().equals(Pem.CERTIFICATE)) {
        certificates.add(certificate(block, certificates.size() + 1));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("no certificate (-----BEGIN CERTIFICATE-----) in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(Pem block, int number) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("certificate " + number + " can't be parsed", e);
    }
  }
}
