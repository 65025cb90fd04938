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
import java.util.List;

/** Private keys out of PEM blocks. Messages never hold a part of a key. */
final class PrivateKeys {

  private static final int LEAST_RSA_BITS = 2048;

  private static final byte[] RSA_ENCRYPTION =
      Der.encode(
          Der.SEQUENCE,
          new byte[] {
            Der.OBJECT, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1
          },
          Der.encode(Der.NULL));
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
          "the key is encrypted; store it without a password: openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] pkcs8 = pkcs8(block);
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // It is of another algorithm.
      }
    }
    throw new IllegalArgumentException("the key can't be read: only RSA and EC keys are supported");
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

  /** OpenSSL's older forms, put into the form that the JDK reads (RFC 5958). */
  private static byte[] pkcs8(Pem block) {
    return switch (block.label()) {
      case "RSA PRIVATE KEY" -> wrap(RSA_ENCRYPTION, block.bytes());
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
