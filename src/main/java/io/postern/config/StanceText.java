package io.postern.config;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.util.List;

/**
 * The stances on a deviation as files have them. One that is too mild ({@link Deviation#least}) is
 * a mistake: it would read as if something were tolerated that is not.
 */
final class StanceText {

  private StanceText() {}

  static ValueType<Stance> of(Deviation deviation) {
    ValueType<Stance> words = Scalars.word(deviation.permitted());
    return new ValueType<>(words.expected() + why(deviation), words.parser(), words.writer());
  }

  static TextShape<Stance> shape(Deviation deviation) {
    List<String> words = deviation.permitted().stream().map(Scalars::label).toList();
    return TextShape.of(of(deviation), Schemas.words(words))
        .hint(
            text ->
                Scalars.labels(Stance.class).contains(text) ? "" : RuleTypes.meant(text, words));
  }

  private static String why(Deviation deviation) {
    return switch (deviation.least()) {
      case DENY -> " (it can't be tolerated)";
      case CLOSE -> " (the session can't go on behind it)";
      default -> "";
    };
  }
}
