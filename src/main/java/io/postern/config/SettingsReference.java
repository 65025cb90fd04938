package io.postern.config;

/** Writes the README's reference of all keys from the table of keys. */
public final class SettingsReference {

  private SettingsReference() {}

  /** A table in Markdown, a row for each key; lines end in LF. */
  public static String markdown() {
    StringBuilder table = new StringBuilder("| key | default | expects | what it does |\n");
    table.append("|---|---|---|---|\n");
    for (Key<?> key : Keys.all()) {
      if (!key.path().startsWith(Keys.DEVIATIONS + ".")) {
        append(table, key.path(), shownDefault(key), key.type().expected(), key.description());
      }
    }
    append(
        table,
        Keys.DEVIATIONS + ".NAME",
        "as `compliance` says",
        Keys.deviations().values().iterator().next().type().expected(),
        "What is done about one departure from the standard; the names are under Deviations.");
    return table.toString();
  }

  private static String shownDefault(Key<?> key) {
    if (key.fallback() == null) {
      return "required";
    }
    return key.defaultText().isEmpty() ? "none" : "`" + key.defaultText() + "`";
  }

  private static void append(
      StringBuilder table, String path, String fallback, String expected, String description) {
    String cells =
        String.join(" | ", "`" + path + "`", fallback, escaped(expected), escaped(description));
    table.append("| ").append(cells).append(" |\n");
  }

  // Markdown takes these for emphasis, a link, a tag, the border of a cell; in code only the last.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    boolean code = false;
    for (String part : text.split("`", -1)) {
      escaped.append(code ? "`" + part + "`" : outsideCode(part));
      code = !code;
    }
    return escaped.toString().replace("|", "\\|");
  }

  private static String outsideCode(String text) {
    return text.replace("*:", "\\*:").replace("[", "\\[").replace("<", "&lt;");
  }
}
