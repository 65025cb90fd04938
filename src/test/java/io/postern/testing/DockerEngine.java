package io.postern.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The Docker engine of the machine, if it has one that runs. */
final class DockerEngine {

  private static final int SECONDS = 10;

  /** Asked once: those who stop it meanwhile see their tests fail. */
  private static final boolean ANSWERS = Programs.find("docker").isPresent() && ask();

  private DockerEngine() {}

  /** Whether it answered when it was asked. */
  static boolean answers() {
    return ANSWERS;
  }

  private static boolean ask() {
    try {
      Process docker =
          new ProcessBuilder(
                  Programs.path("docker").toString(), "version", "-f", "{{.Server.Version}}")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!docker.waitFor(SECONDS, TimeUnit.SECONDS)) {
        docker.destroyForcibly();
        return false;
      }
      return docker.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
