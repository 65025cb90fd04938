package io.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

class NeedsTest {

  @Needs(programs = "no-such-program", pythonModules = "no_such_module")
  private static final class Greedy {}

  @Needs(docker = true)
  private static final class Container {}

  @Needs(programs = "sh")
  private static final class Modest {}

  @Test
  void missing_namesTheProgramAndItsPackage() {
    assertThat(missingOf(Greedy.class))
        .containsExactly(
            "needs no-such-program, which is not on this machine; apt-get install no-such-program",
            "needs no_such_module for /usr/bin/python3; apt-get install python3-no_such_module");
  }

  @Test
  void missing_saysHowToGetADockerEngine() {
    List<String> missing = missingOf(Container.class);
    if (DockerEngine.answers()) {
      assertThat(missing).isEmpty();
    } else {
      assertThat(missing)
          .containsExactly(
              "needs a Docker engine, and none answers; apt-get install docker.io, and start dockerd");
    }
  }

  @Test
  void judge_withSomethingMissing_skipsWithTheReason() {
    var result = NeedsCondition.judge(List.of("needs a", "needs b"), false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).contains("needs a; needs b");
  }

  @Test
  void judge_withSomethingMissingThoughEverythingIsDemanded_fails() {
    assertThatThrownBy(() -> NeedsCondition.judge(List.of("needs a"), true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("POSTERN_TESTS=all, but the test needs a");
  }

  @Test
  void judge_withNothingMissing_runs() {
    assertThat(NeedsCondition.judge(missingOf(Modest.class), true).isDisabled()).isFalse();
  }

  private static List<String> missingOf(Class<?> type) {
    return NeedsCondition.missing(
        AnnotationSupport.findAnnotation(type, Needs.class).orElseThrow());
  }
}
