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

  // Markdown takes these for emphasis, a link, a tag, the border of a cell.
  static String escaped(String text) {
    return text.replace("*:", "\\*:").replace("[", "\\[").replace("<", "&lt;").replace("|", "\\|");
  }
}
