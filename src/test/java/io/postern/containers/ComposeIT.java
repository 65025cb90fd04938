package io.postern.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import io.postern.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * compose.yaml as it ships, brought up with the images that it builds; Debian's Prometheus stands
 * in for the registry's image, and Grafana stays out. Clients come from the engine's own host, as
 * they do at first.
 */
@Needs(
    docker = true,
    root = true,
    linux = true,
    programs = {"debootstrap", "prometheus", "docker-compose"})
@ExtendWith(BuiltImages.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The names of images that others on this machine may have stay what they are. */
  private static final String STAND_INS =
      """
      services:
        gateway: {image: %s}
        vsftpd: {image: %s}
        prometheus:
          image: %s
          entrypoint: [prometheus]
          command: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.path=/prometheus]
          volumes: ["%s:/usr/bin/prometheus:ro"]
      """;

  private static Path standIns;

  @BeforeAll
  static void up(Images images, @TempDir Path folder) throws IOException {
    assertThat(images).isNotNull();
    standIns =
        Files.writeString(
            folder.resolve("stand-ins.yaml"),
            STAND_INS.formatted(
                Images.GATEWAY, Images.SERVER, Images.BASE, Programs.path("prometheus")));
    compose("up", "--detach", "--build", "gateway", "vsftpd", "prometheus");
  }

  @AfterAll
  static void down() {
    compose("down", "--volumes", "--timeout", "45");
  }

  @Test
  void publishedPorts_carryTheFirstCommandAndAnUpload() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> curl("ftp://127.0.0.1:2121/hello.txt").equals("It works.\n"));
    curl("--upload-file", "/etc/debian_version", "ftp://127.0.0.1:2121/in/version");
    assertThat(curl("ftp://127.0.0.1:2121/in/version")).startsWith("12.");
  }

  @Test
  void prometheus_findsTheGateway() {
    String query = "http://127.0.0.1:9090/api/v1/query?query=up";
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(curl(query))
                    .contains("\"instance\":\"gateway:9122\"")
                    .containsPattern("\"value\":\\[[0-9.]+,\"1\"]"));
  }

  /** The last: the ports of a gateway that is started again take long to be published. */
  @Test
  @Order(Integer.MAX_VALUE)
  void stop_isAnOrderlyEnd() {
    compose("stop", "--timeout", "45", "gateway");
    String state = "{{.State.ExitCode}} {{.State.OOMKilled}}";
    String id = compose("ps", "--quiet", "gateway").trim();
    assertThat(Commands.run("docker", "inspect", "-f", state, id)).isEqualTo("0 false\n");
  }

  private static String curl(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("docker", "run", "--rm", "--network", "host", Images.BASE));
    command.addAll(List.of("curl", "-sS", "--max-time", "10"));
    command.addAll(List.of(arguments));
    return Commands.run(command.toArray(String[]::new));
  }

  private static String compose(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker-compose", "--project-name"));
    command.addAll(List.of("postern-tests", "-f", "deploy/docker/compose.yaml"));
    command.addAll(List.of("-f", standIns.toString()));
    command.addAll(List.of(arguments));
    return Commands.run(Map.of("POSTERN_BASE", Images.BASE), command);
  }
}
