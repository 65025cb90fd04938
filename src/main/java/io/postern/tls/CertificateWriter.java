package io.postern.tls;

import io.postern.ftp.AddressLiteral;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Makes X.509 certificates (RFC 5280) that EC keys of P-256 sign. The JDK has no public way,
 * Netty's own needs BouncyCastle: 6 MB for a demo.
 *
 * @param subject the common name
 * @param issuer the signer's common name
 * @param names for subjectAltName: DNS names and IP addresses; may be empty
 * @param from the first moment of validity
 * @param end the last
 * @param authority whether it may sign others
 */
record CertificateWriter(
    String subject,
    String issuer,
    List<String> names,
    Instant from,
    Instant end,
    boolean authority) {

  private static final byte[] ECDSA_WITH_SHA256 =
      Der.encode(Der.SEQUENCE, object(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2));
  private static final byte[] COMMON_NAME = object(0x55, 4, 3);
  private static final byte[] SUBJECT_ALT_NAME = object(0x55, 0x1D, 0x11);
  private static final byte[] BASIC_CONSTRAINTS = object(0x55, 0x1D, 0x13);
  private static final byte[] TRUE = Der.encode(Der.BOOLEAN, new byte[] {(byte) 0xFF});
  private static final byte[] VERSION_3 =
      Der.encode(Der.context(0, true), Der.encode(Der.INTEGER, new byte[] {2}));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The certificate of a key, signed by another or by its own. */
  X509Certificate write(PublicKey key, PrivateKey signer) throws GeneralSecurityException {
    byte[] contents = contents(key);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(contents);
    byte[] certificate =
        Der.encode(Der.SEQUENCE, contents, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private byte[] contents(PublicKey key) {
    return Der.encode(
        Der.SEQUENCE,
        VERSION_3,
        Der.encode(Der.INTEGER, new BigInteger(127, new SecureRandom()).toByteArray()),
        ECDSA_WITH_SHA256,
        commonName(issuer),
        Der.encode(Der.SEQUENCE, time(from), time(end)),
        commonName(subject),
        key.getEncoded(),
        Der.encode(Der.context(3, true), Der.encode(Der.SEQUENCE, constraints(), alternatives())));
  }

  private byte[] constraints() {
    byte[] value = Der.encode(Der.SEQUENCE, authority ? TRUE : new byte[0]);
    return Der.encode(Der.SEQUENCE, BASIC_CONSTRAINTS, TRUE, Der.encode(Der.OCTET_STRING, value));
  }

  private byte[] alternatives() {
    if (names.isEmpty()) {
      return new byte[0];
    }
    byte[][] all = names.stream().map(CertificateWriter::alternative).toArray(byte[][]::new);
    return Der.encode(
        Der.SEQUENCE,
        SUBJECT_ALT_NAME,
        Der.encode(Der.OCTET_STRING, Der.encode(Der.SEQUENCE, all)));
  }

  /** A GeneralName: a dNSName or an iPAddress. */
  private static byte[] alternative(String name) {
    return AddressLiteral.parse(name)
        .map(InetAddress::getAddress)
        .map(address -> Der.encode(Der.context(7, false), address))
        .orElseGet(
            () -> Der.encode(Der.context(2, false), name.getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] commonName(String name) {
    byte[] text = Der.encode(Der.UTF8_STRING, name.getBytes(StandardCharsets.UTF_8));
    byte[] attribute = Der.encode(Der.SEQUENCE, COMMON_NAME, text);
    return Der.encode(Der.SEQUENCE, Der.encode(Der.SET, attribute));
  }

  /** UTCTime up to 2049, then GeneralizedTime (RFC 5280 section 4.1.2.5). */
  private static byte[] time(Instant instant) {
    String text = TIME.format(instant);
    boolean utcTime = text.compareTo("2050") < 0;
    byte[] bytes = (utcTime ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII);
    return Der.encode(utcTime ? Der.UTC_TIME : Der.GENERALIZED_TIME, bytes);
  }

  private static byte[] object(int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return Der.encode(Der.OBJECT, value);
  }
}
