package io.postern.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468). What stands between blocks is explanation, and ignored.
 *
 * @param label as {@code CERTIFICATE}
 * @param headers whether it has the headers of OpenSSL's old encryption
 * @param bytes DER
 */
record Pem(String label, boolean headers, byte[] bytes) {

  static final String CERTIFICATE = "CERTIFICATE";

  /** Headers (RFC 1421) stand before the Base64, and may have hyphens, which Base64 has not. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]++)-----"
              + "(\\s*+(?:[A-Z][A-Za-z-]*+:[^\\n]*+\\n)*+[^-]*+)"
              + "-----END \\1-----");

  private static final Pattern HEADERS_OF_ENCRYPTION =
      Pattern.compile("(?m)^(Proc-Type|DEK-Info):");

  /**
   * The blocks of a file, in order.
   *
   * @throws IllegalArgumentException if a block is not Base64
   */
  static List<Pem> parse(byte[] file) {
    List<Pem> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      blocks.add(block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** Whether a block begins in a file, be it whole or not. */
  static boolean begins(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  private static Pem block(String label, String text) {
    if (HEADERS_OF_ENCRYPTION.matcher(text).find()) {
      return new Pem(label, true, new byte[0]);
    }
    String base64 = text.replaceAll("\\s", "");
    return new Pem(label, false, Base64.getDecoder().decode(base64));
  }

  /** Whether it is a private key in one of its forms. */
  boolean isKey() {
    return label.endsWith("PRIVATE KEY");
  }

  /** Without the bytes: they may be a key. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}
