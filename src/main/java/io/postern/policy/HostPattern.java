package io.postern.policy;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.HostName;
import java.util.Locale;
import java.util.Optional;

/**
 * A host name, or a glob over host names: {@code *.example.org} is every name below example.org,
 * not that name itself. Case does not count. Immutable.
 */
public final class HostPattern {

  private final String text;
  private final Glob glob;

  private HostPattern(String text) {
    this.text = text;
    this.glob = new Glob(text);
  }

  /**
   * Reads a pattern.
   *
   * @return empty if no host name can match it, or it is an address
   */
  public static Optional<HostPattern> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String example = lower.replace('*', 'a').replace('?', 'a');
    return HostName.isValid(example) && AddressLiteral.parse(text).isEmpty()
        ? Optional.of(new HostPattern(lower))
        : Optional.empty();
  }

  /**
   * Whether it matches a host.
   *
   * @param host a name in lower case, or an address, which no pattern matches
   */
  public boolean matches(String host) {
    return glob.matches(host) && HostName.isValid(host);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it stands in a file, in lower case. */
  @Override
  public String toString() {
    return text;
  }
}
