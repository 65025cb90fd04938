package io.postern.containers;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import io.postern.testing.Closing;
import io.postern.testing.Metrics;
import io.postern.testing.Programs;
import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A client, the gateway and vsftpd, each in a container: client and server in a network of their
 * own, the gateway in both, and in a third one with Prometheus. The gateway is confined as in
 * compose.yaml.
 */
final class ContainerSite implements AutoCloseable {

  /** The gateway's control port. */
  static final int PORT = 2121;

  /** The client's copy of the certificate that it trusts. */
  static final String TRUSTED = "/trusted.pem";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path DOCKER = Path.of("deploy", "docker");

  private static final String SETTINGS =
      """
      listeners:
        - listen: "*:%d"
          server: vsftpd:21
          data-ports: 61000-61099
          tls:
            client: optional
            server: clear
            keys:
              - {chain: chain.pem, key: key.pem}
      metrics: {listen: "0.0.0.0:9122"}
      audit: {file: "-"}
      timeouts:
        resolve: 1s
        connect: 3s
        # A container that is killed says no farewell on connections that have bytes to send.
        drain: 3s
      """
          .formatted(PORT);

  /** The first byte of the greeting: a port of Docker's may accept before the server does. */
  private static final String GREETS = "exec 3<> /dev/tcp/127.0.0.1/21 && head -c 3 <&3";

  private final Closing closing = new Closing();
  private final Network outside = closing.add(Network.newNetwork());
  private final Network inside = closing.add(isolated());
  private final Network watch = closing.add(Network.newNetwork());
  private final RunningContainer server;
  private final RunningContainer gateway;
  private final RunningContainer client;
  private final RunningContainer prometheus;

  private ContainerSite(Path folder) throws IOException {
    try {
      server = closing.add(RunningContainer.start(vsftpd()));
      gateway = closing.add(RunningContainer.start(postern(folder)));
      gateway.join(outside, "gateway", TestCertificate.NAME).join(watch, "gateway");
      client = closing.add(RunningContainer.start(visitor(folder)));
      prometheus = closing.add(RunningContainer.start(watcher()));
      awaitReady();
    } catch (RuntimeException | IOException | Error e) {
      closing.close();
      throw e;
    }
  }

  /**
   * Starts all of it, and waits until it is ready.
   *
   * @param folder an empty one, for files that are mounted
   */
  static ContainerSite start(Path folder) throws IOException {
    return new ContainerSite(folder);
  }

  /**
   * Waits until the server greets and the gateway is healthy and ready: the check of its health
   * answers before its listeners do.
   */
  void awaitReady() {
    await("the server's greeting")
        .atMost(PATIENCE)
        .until(() -> server.attempt("bash", "-c", GREETS).getStdout().equals("220"));
    gateway.awaitHealthy();
    await("the gateway's readiness")
        .atMost(PATIENCE)
        .until(() -> gateway.attempt(asked("readyz")).getExitCode() == 0);
  }

  RunningContainer client() {
    return client;
  }

  RunningContainer gateway() {
    return gateway;
  }

  RunningContainer server() {
    return server;
  }

  RunningContainer prometheus() {
    return prometheus;
  }

  /** The server's address in its own network. */
  String serverAddress() {
    return server.address(inside);
  }

  /** One more container in the server's network. */
  RunningContainer neighbour() {
    return closing.add(
        RunningContainer.start(container(Images.BASE, inside).withCommand("sleep", "600")));
  }

  /** What {@code /metrics} says, as asked from within the gateway's container. */
  Metrics metrics() {
    return Metrics.parse(gateway.run(asked("metrics")));
  }

  private static String[] asked(String page) {
    return new String[] {"/bin/busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:9121/" + page};
  }

  @Override
  public void close() {
    closing.close();
  }

  private GenericContainer<?> vsftpd() {
    return container(Images.SERVER, inside, "vsftpd")
        .withCreateContainerCmdModifier(this::withInit);
  }

  private GenericContainer<?> postern(Path folder) throws IOException {
    TestCertificate.get().write(folder);
    Files.writeString(folder.resolve("postern.yaml"), SETTINGS);
    List<Bind> mounts =
        List.of(
            mount(folder, "postern.yaml"), mount(folder, "chain.pem"), mount(folder, "key.pem"));
    return container(Images.GATEWAY, inside)
        .withTmpFs(Map.of("/tmp", "size=32m,mode=1777,exec"))
        .withCreateContainerCmdModifier(
            command -> {
              host(command)
                  .withBinds(mounts)
                  .withReadonlyRootfs(true)
                  .withCapDrop(Capability.ALL)
                  .withSecurityOpts(List.of("no-new-privileges:true"))
                  .withMemory(768L << 20)
                  .withPidsLimit(256L);
              // The image's own check, oftener.
              command.withHealthcheck(new HealthCheck().withInterval(500_000_000L));
            });
  }

  private GenericContainer<?> visitor(Path folder) {
    return container(Images.BASE, outside)
        .withCopyToContainer(MountableFile.forHostPath(folder.resolve("chain.pem")), TRUSTED)
        .withCommand("sleep", "3600")
        .withCreateContainerCmdModifier(this::withInit);
  }

  /** Debian's program in the base image, with the configuration and the rules of compose.yaml. */
  private GenericContainer<?> watcher() throws IOException {
    String configuration = Files.readString(DOCKER.resolve("prometheus.yml")).replace("15s", "1s");
    return container(Images.BASE, watch)
        .withCopyToContainer(
            MountableFile.forHostPath(Programs.path("prometheus"), 0755), "/usr/bin/prometheus")
        .withCopyToContainer(Transferable.of(configuration), "/etc/prometheus/prometheus.yml")
        .withCopyToContainer(
            MountableFile.forHostPath(Path.of("deploy", "prometheus", "rules")),
            "/etc/prometheus/rules")
        .withCommand(
            "prometheus",
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/prometheus");
  }

  private static GenericContainer<?> container(String image, Network network, String... names) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withImagePullPolicy(name -> false)
        .withNetwork(network)
        .withNetworkAliases(names);
  }

  private static Network isolated() {
    return Network.builder()
        .createNetworkCmdModifier(command -> command.withInternal(true))
        .build();
  }

  private void withInit(CreateContainerCmd command) {
    host(command).withInit(true);
  }

  private static HostConfig host(CreateContainerCmd command) {
    return requireNonNull(command.getHostConfig());
  }

  /** The gateway's user is nobody on this machine, so everybody may read it. */
  private static Bind mount(Path folder, String name) throws IOException {
    Path file = folder.resolve(name).toAbsolutePath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return Bind.parse(file + ":/etc/postern/" + name + ":ro");
  }
}
