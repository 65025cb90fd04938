package io.postern.config;

import io.postern.policy.Conditions;
import io.postern.policy.PathPattern;
import java.util.Locale;
import java.util.Optional;

/** The types of what names files. */
final class FileTypes {

  private FileTypes() {}

  static TextShape<PathPattern> path() {
    return TextShape.of(
            new ValueType<>(
                "a glob over a whole path, such as /in/** or \"/home/{user}/*.txt\"",
                text -> PlainText.read(PathPattern::of, text),
                PathPattern::toString),
            Schemas.text("/.*"))
        .tail(text -> PlainText.why(PathPattern::of, text));
  }

  static TextShape<String> extension() {
    return TextShape.of(
            new ValueType<>(
                "an extension without the dot, such as exe or tar.gz",
                text ->
                    isExtension(text)
                        ? Optional.of(text.toLowerCase(Locale.ROOT))
                        : Optional.empty(),
                text -> text),
            Schemas.anyOf(
                Schemas.text("[^.*?/\\\\\\s]+(\\.[^.*?/\\\\\\s]+)*"), Schemas.of("type", "number")))
        .hint(FileTypes::extensionMeant);
  }

  private static boolean isExtension(String text) {
    return PlainText.isPlain(text)
        && text.matches("[^.*?/\\\\\\s]+(\\.[^.*?/\\\\\\s]+)*")
        && text.split("\\.", -1).length <= Conditions.MAX_EXTENSION_PARTS;
  }

  private static String extensionMeant(String text) {
    String bare = text.replaceFirst("^\\*?\\.", "");
    return isExtension(bare) ? "; did you mean \"" + Quote.bare(bare) + "\"?" : "";
  }
}
