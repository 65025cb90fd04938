package io.postern.pinhole;

/**
 * The ports of which pinholes are made.
 *
 * @param first 1024 to 65535
 * @param last first to 65535
 */
public record PortRange(int first, int last) {

  /** The default: {@code 50000-50999}. */
  public static final PortRange DEFAULT = new PortRange(50_000, 50_999);

  /** Checks the bounds. */
  public PortRange {
    if (first < 1024 || last > 65_535 || first > last) {
      throw new IllegalArgumentException(
          "a port range is FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, not "
              + first
              + "-"
              + last);
    }
  }

  /** How many ports there are. */
  public int size() {
    return last - first + 1;
  }

  /** Whether the port is one of these. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
