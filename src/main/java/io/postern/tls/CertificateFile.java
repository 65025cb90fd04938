package io.postern.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads PEM files of certificates and keys. */
final class CertificateFile {

  /** The longest file: the lists of authorities that systems have are a quarter of it. */
  static final int MOST_BYTES = 1 << 20;

  private static final String NO_BLOCK =
      "no PEM block (-----BEGIN …) in it; `openssl x509 -inform DER` converts DER"
          + " (a key: `openssl pkey -inform DER`), `openssl pkcs12 -nodes` PKCS #12";
  private static final String NO_WHOLE_BLOCK =
      "no whole PEM block (from -----BEGIN … to -----END …) in it";

  private CertificateFile() {}

  /**
   * The bytes of a file.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static byte[] read(Path file) {
    byte[] bytes;
    try {
      bytes = start(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("longer than " + MOST_BYTES + " bytes");
    }
    return bytes;
  }

  /** Why a file can't be read; without its name, which stands before it. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "can't be read: not allowed for this user";
    }
    String reason = e instanceof FileSystemException of ? of.getReason() : e.getMessage();
    return reason == null ? "can't be read" : "can't be read: " + reason;
  }

  /** A pipe that nobody writes to would never end. */
  private static byte[] start(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IllegalArgumentException(
          attributes.isDirectory() ? "is a folder" : "is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
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
      throw new IllegalArgumentException(Pem.begins(bytes) ? NO_WHOLE_BLOCK : NO_BLOCK);
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
