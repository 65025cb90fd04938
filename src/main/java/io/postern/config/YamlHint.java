package io.postern.config;

import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what the parser of YAML says in its own. */
final class YamlHint {

  /** What the parser says, and what it means to somebody who writes a configuration. */
  private record Hint(String parsers, String plain) {}

  private static final List<Hint> HINTS =
      List.of(
          new Hint("(TAB)", "found a tab; indent with spaces"),
          new Hint(
              "while scanning an alias",
              "found a value that begins with '*'; put it in quotation marks"),
          new Hint(
              "undefined alias", "found a value that begins with '*'; put it in quotation marks"),
          new Hint(
              "while scanning an anchor",
              "found a value that begins with '&'; put it in quotation marks"),
          new Hint(
              "mapping values are not allowed here",
              "found ': ' inside a value; put the value in quotation marks, or begin the keys of a"
                  + " section in one column"),
          new Hint("expected <block end>", "expected a key in the column of the keys above it"),
          new Hint(
              "cannot start any token",
              "found a character that no value begins with; put the value in quotation marks"),
          new Hint("scanning a quoted scalar", "expected a closing quotation mark"),
          new Hint("another document", "expected one document, found another"),
          new Hint("could not find expected ':'", "expected a key with ': ' behind it"),
          new Hint(
              "expected ',' or ']'",
              "expected ',' or ']' in the list; put a value that has [, ], { or } in quotation"
                  + " marks"),
          new Hint(
              "expected ',' or '}'",
              "expected ',' or '}' behind the key's value; put a value that has ': ' in it in"
                  + " quotation marks"));

  private YamlHint() {}

  static String of(MarkedYAMLException e) {
    String said = e.getContext() + ": " + e.getProblem();
    return HINTS.stream()
        .filter(hint -> said.contains(hint.parsers()))
        .map(Hint::plain)
        .findFirst()
        .orElse(Quote.bare(String.valueOf(e.getProblem())));
  }
}
