package io.postern.config;

import io.postern.ftp.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The types of the values in a rules file. */
final class RuleTypes {

  private static final int MOST = 1_000_000;
  private static final long MOST_BYTES = 1_000_000_000_000_000L;

  private static final String SIZE_PATTERN = "[1-9][0-9]{0,9}([kKMGT]B|[KMGT]iB|B)?";
  private static final String TIME_PATTERN = "[0-9]{1,10}(ms|s|m|h|d)";

  private RuleTypes() {}

  static TextShape<Boolean> truth() {
    return TextShape.of(
        new ValueType<>(
            "true or false",
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(text.equals("true"))
                    : Optional.empty(),
            String::valueOf),
        Schemas.truth());
  }

  /** What is there or not: {@code true}. */
  static TextShape<Optional<Reply>> yes() {
    return TextShape.of(
        new ValueType<>(
            "true",
            text -> text.equals("true") ? Optional.of(Optional.empty()) : Optional.empty(),
            reply -> "true"),
        Schemas.of("const", true));
  }

  /** {@code true}, or the reply. */
  static TextShape<Optional<Reply>> reply() {
    return TextShape.of(
        new ValueType<>(
            "true, or a code from 400 to 599 and a text of printable ASCII, such as `553 Not"
                + " accepted here.`",
            RuleTypes::readReply,
            reply -> reply.map(r -> r.code() + " " + r.text()).orElse("true")),
        Schemas.anyOf(
            Schemas.of("const", true),
            Schemas.text("[45][0-9][0-9] [ -~]{1," + PlainText.MOST_CHARACTERS + "}")));
  }

  private static Optional<Optional<Reply>> readReply(String text) {
    if (text.equals("true")) {
      return Optional.of(Optional.empty());
    }
    boolean right =
        text.matches("[45][0-9][0-9] [ -~]{1," + PlainText.MOST_CHARACTERS + "}")
            && !text.endsWith(" ");
    return right
        ? Optional.of(
            Optional.of(Reply.of(Integer.parseInt(text.substring(0, 3)), text.substring(4))))
        : Optional.empty();
  }

  static TextShape<String> line() {
    return TextShape.of(
        new ValueType<>(
            "a text of printable ASCII, " + PlainText.MOST_CHARACTERS + " characters at most",
            text ->
                Optional.of(text)
                    .filter(t -> t.matches("[ -~]{1," + PlainText.MOST_CHARACTERS + "}")),
            text -> text),
        Schemas.anyOf(
            Schemas.text("[ -~]{1," + PlainText.MOST_CHARACTERS + "}"),
            Schemas.of("type", "number")));
  }

  static TextShape<String> name() {
    return TextShape.of(
        Scalars.name(),
        Schemas.anyOf(Schemas.text("[A-Za-z0-9_.-]{1,64}"), Schemas.of("type", "number")));
  }

  static TextShape<String> anyText() {
    return TextShape.of(
        new ValueType<>("a text", Optional::of, text -> text),
        Schemas.of("type", List.of("string", "number", "boolean", "null")));
  }

  static <E extends Enum<E>> TextShape<E> word(Class<E> type) {
    ValueType<E> words = Scalars.word(type);
    return TextShape.of(words, Schemas.words(Scalars.labels(type)))
        .hint(text -> meant(text, Scalars.labels(type)));
  }

  static TextShape<Integer> count() {
    return count(MOST);
  }

  static TextShape<Integer> count(int most) {
    return TextShape.of(Scalars.number(1, most), Schemas.number(1, most));
  }

  /** Bytes, or bytes per second. */
  static TextShape<Long> size() {
    return TextShape.of(
        Scalars.size(1, MOST_BYTES),
        Schemas.anyOf(Schemas.text(SIZE_PATTERN), Schemas.number(1, MOST_BYTES)));
  }

  static TextShape<Duration> duration(Duration least, Duration most) {
    return TextShape.of(Scalars.duration(least, most), Schemas.text(TIME_PATTERN));
  }

  static String meant(String text, List<String> words) {
    return Suggestion.nearest(Quote.bare(text), words)
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElse("");
  }
}
