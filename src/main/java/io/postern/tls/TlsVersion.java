package io.postern.tls;

/** The protocol versions that Postern speaks. Older ones are broken (RFC 8996). */
public enum TlsVersion {
  /** RFC 5246. */
  TLS_1_2("1.2", "TLSv1.2"),
  /** RFC 8446. */
  TLS_1_3("1.3", "TLSv1.3");

  private final String text;
  private final String protocol;

  TlsVersion(String text, String protocol) {
    this.text = text;
    this.protocol = protocol;
  }

  /** As written in the settings: {@code 1.2}. */
  public String text() {
    return text;
  }

  /** As engines name it: {@code TLSv1.2}. */
  public String protocol() {
    return protocol;
  }
}
