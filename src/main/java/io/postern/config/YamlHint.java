package io.postern.config;

import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what the parser of YAML says in its own. */
final class YamlHint {

  /** What the parser's words begin with or hold, and what helps. */
  private static final Map<String, String> HINTS =
      Map.of(
          "\\t(TAB)", "indent with spaces, not with tabs",
          "mapping values are not allowed here",
              "a value with ': ' in it must be quoted, and keys of one section begin in one column",
          "but found alphabetic or numeric", "quote a value that begins with '*' or '&'",
          "expected alphabetic or numeric", "quote a value that begins with '*' or '&'",
          "undefined alias", "quote a value that begins with '*'",
          "expected <block end>", "keys of one section begin in one column",
          "could not find expected ':'", "a key is followed by ': '");

  private YamlHint() {}

  static String of(MarkedYAMLException e) {
    String said = Quote.bare(String.valueOf(e.getProblem()));
    return HINTS.entrySet().stream()
        .filter(hint -> String.valueOf(e.getProblem()).contains(hint.getKey()))
        .map(hint -> said + "; " + hint.getValue())
        .sorted()
        .findFirst()
        .orElse(said);
  }
}
