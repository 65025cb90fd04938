package io.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The gateway as its users run it: {@code java -jar target/postern.jar run …} in a process of its
 * own, with every buffer tracked. Closing stops it with SIGTERM and fails if its log holds a leaked
 * buffer or an error.
 */
public final class GatewayProcess implements AutoCloseable {

  /** The heap that it has unless a test says otherwise. */
  public static final List<String> HEAP = List.of("-Xmx512m");

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final Duration HTTP = Duration.ofSeconds(5);

  private final Program program;
  private final InetSocketAddress admin;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(HTTP).build();

  private GatewayProcess(Program program, InetSocketAddress admin) {
    this.program = program;
    this.admin = admin;
  }

  /**
   * Starts {@code run} with these arguments and an admin port of its own, and waits until it is
   * ready.
   *
   * @param folder where its log goes
   */
  public static GatewayProcess start(Path folder, String... arguments) {
    return start(folder, List.of(), FreePorts.on("127.0.0.1"), arguments);
  }

  /**
   * The same within something that wraps it, such as {@code ip netns exec NAME}.
   *
   * @param wrapper the words before {@code java}
   * @param admin where its admin port listens; this JVM must be able to reach it
   */
  public static GatewayProcess start(
      Path folder, List<String> wrapper, InetSocketAddress admin, String... arguments) {
    GatewayProcess gateway = launch(folder, wrapper, admin, arguments);
    try {
      gateway.awaitReady();
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.program.close();
      throw e;
    }
  }

  /** The same without waiting: for an admin port that this JVM can't reach. */
  public static GatewayProcess launch(
      Path folder, List<String> wrapper, InetSocketAddress admin, String... arguments) {
    return launch(folder, wrapper, HEAP, admin, arguments);
  }

  /**
   * The same with a heap of its own.
   *
   * @param heap the options of the Java machine that say how large its heap is
   */
  public static GatewayProcess launch(
      Path folder,
      List<String> wrapper,
      List<String> heap,
      InetSocketAddress admin,
      String... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(heap);
    command.add("-Dio.netty.leakDetection.level=paranoid");
    command.addAll(List.of("-jar", jar().toString(), "run"));
    command.addAll(List.of("--admin", text(admin)));
    command.addAll(List.of(arguments));
    return new GatewayProcess(Program.start(folder.resolve("postern.log"), command), admin);
  }

  /**
   * Starts {@code run} with a configuration file of this text, which must not name the admin port.
   */
  public static GatewayProcess configured(Path folder, String yaml) {
    Path file = folder.resolve("postern.yaml");
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(folder, "--config", file.toString());
  }

  /** {@code ADDRESS:PORT} or {@code [ADDRESS]:PORT}, as the command line takes it. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** The child process. */
  public Program program() {
    return program;
  }

  /** What {@code /metrics} says now. */
  public Metrics metrics() {
    return Metrics.parse(get("/metrics").body());
  }

  /** What the admin port answers to a POST without a body. */
  public HttpResponse<String> post(String path) {
    return send(
        request(path).header("Postern-Admin", "1").POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** What the admin port answers to a DELETE. */
  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  /** Stops it with SIGTERM; it must end by itself, without a leak or an error in its log. */
  @Override
  public void close() {
    try (program) {
      assertAlive();
      program.signal("TERM");
      program.awaitExit(STOP);
      assertCleanLog();
    }
  }

  private void assertAlive() {
    assertThat(program.isAlive()).as("the gateway runs: %s", program.output()).isTrue();
  }

  private void assertCleanLog() {
    assertThat(program.output().lines())
        .as("the gateway's log")
        .noneMatch(line -> line.contains("LEAK:") || line.contains("ERROR"));
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(START)
        .pollDelay(Duration.ofMillis(100))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !program.isAlive() || isReady());
    assertAlive();
  }

  private boolean isReady() {
    try {
      return get("/readyz").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false; // doesn't listen yet
    }
  }

  /** What the admin port answers to a GET. */
  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + text(admin) + path)).timeout(HTTP);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("postern.jar", "target/postern.jar"));
    assertThat(jar).as("the packaged gateway; mvn package -DskipTests").isRegularFile();
    return jar.toAbsolutePath();
  }
}
