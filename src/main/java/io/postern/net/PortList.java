package io.postern.net;

import java.util.List;

/** Ports as text for people: {@code 30001,30005-30009}. */
final class PortList {

  private PortList() {}

  /**
   * The text.
   *
   * @param ports in ascending order, each once
   */
  static String text(List<Integer> ports) {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < ports.size(); ) {
      int to = from;
      while (to + 1 < ports.size() && ports.get(to + 1) == ports.get(to) + 1) {
        to++;
      }
      text.append(text.isEmpty() ? "" : ",").append(ports.get(from));
      if (to > from) {
        text.append('-').append(ports.get(to));
      }
      from = to + 1;
    }
    return text.toString();
  }
}
