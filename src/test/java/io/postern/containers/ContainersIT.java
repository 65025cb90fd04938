package io.postern.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.Aside;
import io.postern.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.Container.ExecResult;

/**
 * The image as it ships, in containers: curl, the gateway and vsftpd across Docker's networks, ends
 * and restarts of either, and Prometheus with the configuration of compose.yaml.
 */
@Needs(
    docker = true,
    root = true,
    linux = true,
    programs = {"debootstrap", "prometheus"})
@ExtendWith(BuiltImages.class)
class ContainersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONTENT = "/tmp/content";
  private static final String BACK = "/tmp/back";

  private static final int CONTENT_BYTES = 12_000_000;

  /** Much more than fits into the buffers on its way. */
  private static final String HUGE = "huge";

  /** curl's exit codes for an end that it was told of, where 28 is that time ran out. */
  private static final List<Integer> CUT_OFF = List.of(8, 18, 55, 56);

  private static ContainerSite site;
  private static int files;

  @BeforeAll
  static void start(Images images, @TempDir Path folder) throws IOException {
    assertThat(images).isNotNull();
    site = ContainerSite.start(folder);
    site.client().run("sh", "-c", "head -c %d /dev/urandom > %s".formatted(CONTENT_BYTES, CONTENT));
    site.server().run("truncate", "-s", "1G", "/srv/ftp/" + HUGE);
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void file_goesUpAndComesBack(Visit visit) {
    double before = completed(visit);
    String path = newFile();
    site.client().run(visit.upload(CONTENT, path));
    site.client().run(visit.download(path, BACK));
    site.client().run("cmp", CONTENT, BACK);
    await().atMost(PATIENCE).until(() -> completed(visit) == before + 2);
  }

  @Test
  void server_isReachedByTheGatewayOnly() {
    String url = "ftp://" + site.serverAddress() + "/hello.txt";
    ExecResult past = site.client().attempt("curl", "-sS", "--connect-timeout", "2", url);
    assertThat(past.getExitCode()).as(past.toString()).isIn(7, 28);
    assertThat(site.client().run(Visit.curl(List.of(), "hello.txt"))).isEqualTo("It works.\n");
  }

  @Test
  void killedServer_endsItsSessions_andIsFoundAtItsNextAddress() throws Exception {
    CompletableFuture<ExecResult> download = download(HUGE, "20M");
    String first = site.serverAddress();
    site.server().kill();
    ExecResult cut = download.get(20, TimeUnit.SECONDS);
    String[] verbose = Visit.curl(List.of("--verbose"), "hello.txt");
    ExecResult turnedAway = site.client().attempt(verbose);
    site.neighbour();
    site.server().startAgain();
    site.awaitReady();

    assertThat(cut.getExitCode()).as(cut.toString()).isIn(CUT_OFF);
    assertThat(turnedAway.getStderr()).contains("< 421 ");
    assertThat(site.serverAddress()).isNotEqualTo(first);
    await().atMost(PATIENCE).until(this::isServed);
    await().atMost(PATIENCE).until(() -> running() == 0);
  }

  @Test
  void restartedGateway_letsTheTransferEnd() throws Exception {
    String path = newFile();
    site.client().run(Visit.EPSV.upload(CONTENT, path));
    CompletableFuture<ExecResult> download = download(path, "3M");
    site.gateway().restart(Duration.ofSeconds(45));
    ExecResult ended = download.get(20, TimeUnit.SECONDS);
    assertThat(ended.getExitCode()).as(ended.toString()).isZero();
    site.client().run("cmp", CONTENT, BACK);
    site.awaitReady();
    assertServed();
  }

  @Test
  void killedGateway_takesItsSessionsAlong_andServesOnceItIsStarted() throws Exception {
    CompletableFuture<ExecResult> download = download(HUGE, "20M");
    site.gateway().kill();
    ExecResult cut = download.get(20, TimeUnit.SECONDS);
    site.gateway().startAgain();
    site.awaitReady();
    // Its network is gone with it: curl may hear nothing at all.
    assertThat(cut.getExitCode()).as(cut.toString()).isNotZero();
    assertServed();
    assertThat(site.metrics().sum("postern_data_ports_in_use")).isZero();
  }

  @Test
  void prometheus_scrapesAndJudges() {
    await().atMost(PATIENCE).until(this::isServed);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(asked("up{job=\"postern\"}")).isEqualTo(1);
              assertThat(asked("sum(postern_transfers_total)")).isPositive();
              assertThat(asked("count(ALERTS{alertname=\"PosternDown\"}) or vector(0)")).isZero();
            });
    assertThat(answer("rules").path("groups")).hasSizeGreaterThan(1);
  }

  @Test
  void image_isSmallAndConfined() {
    long bytes =
        Long.parseLong(
            Commands.run("docker", "image", "inspect", "-f", "{{.Size}}", Images.GATEWAY).trim());
    assertThat(bytes).isLessThan(80_000_000);
    assertThat(site.gateway().run("/bin/busybox", "id", "-u")).isEqualTo("10021\n");
    assertThat(site.gateway().attempt("/bin/sh", "-c", "true").getExitCode()).isNotZero();
    assertThat(site.gateway().attempt("/bin/busybox", "touch", "/opt/file").getStderr())
        .contains("Read-only file system");
    assertThat(site.gateway().run("/bin/busybox", "grep", "CapBnd", "/proc/1/status"))
        .containsPattern("CapBnd:\\s+0+\n");
  }

  @Test
  void logs_areJsonLinesAndNoFaults() {
    await().atMost(PATIENCE).until(this::isServed);
    assertThat(site.gateway().logs())
        .contains("\"event\":\"transfer\"")
        .doesNotContain("LEAK:", " ERROR ");
  }

  /** A download that takes seconds, once its data connection is there. */
  private static CompletableFuture<ExecResult> download(String path, String rate) {
    String[] command = Visit.curl(List.of("--limit-rate", rate, "--output", BACK), path);
    CompletableFuture<ExecResult> download = Aside.call(() -> site.client().attempt(command));
    await().atMost(PATIENCE).until(() -> running() == 1);
    return download;
  }

  private void assertServed() {
    ExecResult visit = site.client().attempt(Visit.curl(List.of("--verbose"), "hello.txt"));
    assertThat(visit.getExitCode()).as("%s%n%s", visit, site.gateway().logs()).isZero();
  }

  private boolean isServed() {
    return site.client().attempt(Visit.curl(List.of(), "hello.txt")).getExitCode() == 0;
  }

  private static double running() {
    return site.metrics().sum("postern_data_connections_running");
  }

  private static double completed(Visit visit) {
    return site.metrics()
        .sum(
            "postern_transfers_total",
            "mode=\"%s\"".formatted(visit.mode()),
            "result=\"completed\"");
  }

  private static String newFile() {
    files++;
    return "in/file-" + files;
  }

  private static double asked(String query) {
    JsonNode result = answer("query", "--data-urlencode", "query=" + query).path("result");
    assertThat(result).as(query).hasSize(1);
    return result.path(0).path("value").path(1).asDouble();
  }

  private static JsonNode answer(String path, String... options) {
    String url = "http://127.0.0.1:9090/api/v1/" + path;
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--get", url));
    command.addAll(List.of(options));
    try {
      String json = site.prometheus().run(command.toArray(String[]::new));
      return new ObjectMapper().readTree(json).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
