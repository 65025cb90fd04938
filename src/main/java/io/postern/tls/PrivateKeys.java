package io.postern.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Private keys out of PEM blocks. Messages never hold a part of a key. */
final class PrivateKeys {

  private static final int LEAST_RSA_BITS = 2048;

  private static final Set<String> LABELS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

  private static final byte[] RSA_ENCRYPTION = {
    Der.OBJECT, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1
  };
  private static final byte[] EC_PUBLIC_KEY = {
    Der.OBJECT, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1
  };
  private static final byte[] VERSION_0 = Der.encode(Der.INTEGER, BigInteger.ZERO.toByteArray());

  private PrivateKeys() {}

  /**
   * The key of a block.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static PrivateKey read(Pem block) {
    if (block.headers() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "the key is encrypted; store it without a password: `openssl pkey -in OLD -out NEW`");
    }
    return parse(block)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the key can't be read: only RSA and EC keys are supported"));
  }

  /** Whether the keys belong together: what one signs, the other verifies. */
  static boolean match(PrivateKey key, PublicKey certified) {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] challenge = new byte[32];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether it is an RSA key that clients of today refuse. */
  static boolean isTooShort(PrivateKey key) {
    return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS;
  }

  /** The key of a block; empty if it is of another form or algorithm. */
  private static Optional<PrivateKey> parse(Pem block) {
    if (!LABELS.contains(block.label())) {
      return Optional.empty();
    }
    try {
      byte[] pkcs8 = pkcs8(block);
      Optional<String> algorithm = algorithm(pkcs8);
      return algorithm.isEmpty() ? Optional.empty() : Optional.of(key(algorithm.get(), pkcs8));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalArgumentException("the key can't be parsed", e);
    }
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The algorithm of a PKCS #8 key (RFC 5958 section 2), if it is one that is supported. */
  private static Optional<String> algorithm(byte[] pkcs8) {
    Der.Reader reader = new Der.Reader(pkcs8).enter(Der.SEQUENCE);
    reader.whole(Der.INTEGER);
    byte[] object = reader.enter(Der.SEQUENCE).whole(Der.OBJECT);
    if (Arrays.equals(object, RSA_ENCRYPTION)) {
      return Optional.of("RSA");
    }
    return Arrays.equals(object, EC_PUBLIC_KEY) ? Optional.of("EC") : Optional.empty();
  }

  /** OpenSSL's older forms, put into the form that the JDK reads (RFC 5958). */
  private static byte[] pkcs8(Pem block) {
    return switch (block.label()) {
      case "RSA PRIVATE KEY" ->
          wrap(Der.encode(Der.SEQUENCE, RSA_ENCRYPTION, Der.encode(Der.NULL)), block.bytes());
      case "EC PRIVATE KEY" ->
          wrap(Der.encode(Der.SEQUENCE, EC_PUBLIC_KEY, curve(block.bytes())), block.bytes());
      default -> block.bytes();
    };
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return Der.encode(Der.SEQUENCE, VERSION_0, algorithm, Der.encode(Der.OCTET_STRING, key));
  }

  /** The name of the curve in an ECPrivateKey (RFC 5915 section 3). */
  private static byte[] curve(byte[] key) {
    Der.Reader reader = new Der.Reader(key).enter(Der.SEQUENCE);
    reader.whole(Der.INTEGER);
    reader.whole(Der.OCTET_STRING);
    return reader.enter(Der.context(0, true)).whole(Der.OBJECT);
  }
}
