package io.postern.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips, or fails, a test whose {@link Needs} the machine doesn't meet. */
final class NeedsCondition implements ExecutionCondition {

  private static final Map<String, Boolean> PYTHON_MODULES = new ConcurrentHashMap<>();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
    return judge(needs.map(NeedsCondition::missing).orElse(List.of()), everythingIsDemanded());
  }

  /** Enabled if nothing is missing, else skipped, or an error when everything is demanded. */
  static ConditionEvaluationResult judge(List<String> missing, boolean everythingIsDemanded) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("everything that it needs is here");
    }
    String reason = String.join("; ", missing);
    if (everythingIsDemanded) {
      throw new IllegalStateException("POSTERN_TESTS=all, but the test " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  /** One line for each thing that the machine lacks. */
  static List<String> missing(Needs needs) {
    List<String> missing = new ArrayList<>();
    if (needs.linux() && !onLinux()) {
      missing.add("needs Linux");
    }
    if (needs.root() && !isRoot()) {
      missing.add("needs root");
    }
    for (String program : needs.programs()) {
      if (Programs.find(program).isEmpty()) {
        missing.add(Programs.missing(program));
      }
    }
    for (String file : needs.files()) {
      if (Programs.findFile(file).isEmpty()) {
        missing.add(Programs.missing(file));
      }
    }
    for (String module : needs.pythonModules()) {
      if (!PYTHON_MODULES.computeIfAbsent(module, NeedsCondition::importable)) {
        missing.add(
            "needs %s for /usr/bin/python3; apt-get install python3-%s"
                .formatted(module, module.toLowerCase(Locale.ROOT)));
      }
    }
    if (needs.docker() && !DockerEngine.answers()) {
      missing.add(
          "needs a Docker engine, and none answers; apt-get install docker.io, and start dockerd");
    }
    return missing;
  }

  private static boolean everythingIsDemanded() {
    return "all".equals(System.getenv("POSTERN_TESTS"));
  }

  private static boolean onLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private static boolean importable(String module) {
    try {
      Process python =
          new ProcessBuilder("/usr/bin/python3", "-W", "ignore", "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
