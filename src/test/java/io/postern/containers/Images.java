package io.postern.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of {@code deploy/docker}, built as the README says on a base that {@code debian-base}
 * makes: no image is pulled. Closing removes them, and the layers that were made for them; the
 * base's file stays in {@code target}, because it costs more than all the rest.
 */
final class Images implements AutoCloseable {

  /** Debian 12 with a JDK, vsftpd, curl, lftp and bash. */
  static final String BASE = "postern-tests-base";

  /** The gateway. */
  static final String GATEWAY = "postern-tests-gateway";

  /** vsftpd for {@code anonymous}, who may write in {@code /in}. */
  static final String SERVER = "postern-tests-vsftpd";

  private static final Path FOLDER = Path.of("deploy", "docker");
  private static final Path SCRIPT = FOLDER.resolve("debian-base");
  private static final Path TAR = Path.of("target", "base.tar");

  /** What is built on the base has its label, also when it has no name. */
  private static final String LABEL = "io.postern.tests=containers";

  private Images() {}

  /** Builds them; a minute the first time, of which the base takes the most. */
  static Images build() {
    assertThat(Path.of("target", "postern.jar"))
        .as("the packaged gateway; mvn package -DskipTests")
        .isRegularFile();
    Images images = new Images();
    try {
      images.importBase();
      images.buildGateway();
      images.buildServer();
      return images;
    } catch (RuntimeException | Error e) {
      images.close();
      throw e;
    }
  }

  private void importBase() {
    if (!isNewer(TAR, SCRIPT)) {
      Commands.run(SCRIPT.toString(), TAR.toString(), "curl", "lftp");
    }
    Commands.run("docker", "import", "--change", "LABEL " + LABEL, TAR.toString(), BASE);
  }

  private void buildGateway() {
    build(GATEWAY, "-f", FOLDER.resolve("Dockerfile").toString(), ".");
  }

  private void buildServer() {
    build(SERVER, FOLDER.resolve("vsftpd").toString());
  }

  private static void build(String name, String... more) {
    List<String> command =
        new ArrayList<>(List.of("docker", "build", "--build-arg", "BASE=" + BASE));
    command.addAll(List.of("--label", LABEL, "-t", name));
    command.addAll(List.of(more));
    Commands.run(command.toArray(String[]::new));
  }

  @Override
  public void close() {
    Commands.run("docker", "image", "rm", "--force", GATEWAY, SERVER, BASE);
    Commands.run("docker", "image", "prune", "--force", "--filter", "label=" + LABEL);
  }

  private static boolean isNewer(Path file, Path than) {
    try {
      return Files.exists(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
