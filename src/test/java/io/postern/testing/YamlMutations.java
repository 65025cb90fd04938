package io.postern.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Breaks YAML as people and accidents do; the same seed breaks it the same way. */
public final class YamlMutations {

  private static final List<String> SCRAPS =
      List.of(
          "\t",
          "\n",
          "- ",
          ": ",
          "*a",
          "&a ",
          "!!x ",
          "{",
          "}",
          "[",
          "]",
          "'",
          "\"",
          "|",
          ">",
          "#",
          "%",
          "---\n",
          "...",
          "? ",
          "<<: ",
          "\uFEFF",
          "\0",
          "~",
          "9999999999999",
          "server: ",
          "off",
          "\uD83D\uDE00",
          "-",
          "2121:21",
          "0x1",
          "\r",
          "\u2028",
          "!!binary ",
          "timeouts:\n");

  private final Random random;

  /** The mutations of a seed. */
  public YamlMutations(long seed) {
    random = new Random(seed);
  }

  /** A text with one to four small edits. */
  public byte[] edited(String text) {
    StringBuilder edited = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(edited.length());
      int end = Math.min(edited.length(), at + random.nextInt(6));
      edited.replace(at, random.nextBoolean() ? at : end, random.nextBoolean() ? one(SCRAPS) : "");
    }
    return edited.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A text whose lines have been swapped, doubled, lost, or indented otherwise. */
  public byte[] shuffled(String text) {
    List<String> lines = text.lines().collect(Collectors.toList());
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.add(at, one(lines));
        case 1 -> lines.set(at, one(lines));
        case 2 -> lines.set(at, "");
        default -> lines.set(at, " ".repeat(random.nextInt(3)) + lines.get(at).stripLeading());
      }
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Up to 30 scraps of YAML. */
  public byte[] scraps() {
    StringBuilder text = new StringBuilder();
    for (int scraps = random.nextInt(30); scraps >= 0; scraps--) {
      text.append(one(SCRAPS));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Up to 200 bytes. */
  public byte[] bytes() {
    byte[] content = new byte[random.nextInt(200)];
    random.nextBytes(content);
    return content;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
