package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> WORDS = List.of("advertise", "server", "listen", "name");

  @Test
  void nearest_oneLetterWrongMissingTooManyOrSwapped_isFound() {
    assertThat(Suggestion.nearest("advertize", WORDS)).contains("advertise");
    assertThat(Suggestion.nearest("sever", WORDS)).contains("server");
    assertThat(Suggestion.nearest("listenn", WORDS)).contains("listen");
    assertThat(Suggestion.nearest("nmae", WORDS)).contains("name");
    assertThat(Suggestion.nearest("SERVER", WORDS)).contains("server");
  }

  @Test
  void nearest_nothingAlike_isNone() {
    assertThat(Suggestion.nearest("password", WORDS)).isEmpty();
    assertThat(Suggestion.nearest("", WORDS)).isEmpty();
  }

  @Test
  void distance_countsEdits() {
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("abc", "abc")).isZero();
    assertThat(Suggestion.distance("abc", "acb")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }
}
