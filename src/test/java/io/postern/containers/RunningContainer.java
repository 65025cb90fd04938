package io.postern.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A container that was started, and that keeps its files and its networks when it is restarted. */
final class RunningContainer implements AutoCloseable {

  /** Longer than the engine takes to see that a gateway which just started is healthy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final GenericContainer<?> container;

  private RunningContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /** Starts one that is described. */
  static RunningContainer start(GenericContainer<?> container) {
    try {
      container.start();
      return new RunningContainer(container);
    } catch (RuntimeException e) {
      container.close();
      throw e;
    }
  }

  /** Puts it into one more network, under these names. */
  RunningContainer join(Network network, String... names) {
    docker
        .connectToNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network.getId())
        .withContainerNetwork(new ContainerNetwork().withAliases(names))
        .exec();
    return this;
  }

  /** Runs a command in it, which must end well, and gives its standard output. */
  String run(String... command) {
    ExecResult result = attempt(command);
    assertThat(result.getExitCode()).as("%s: %s", String.join(" ", command), result).isZero();
    return result.getStdout();
  }

  /** Runs a command in it, to whatever end. */
  ExecResult attempt(String... command) {
    try {
      return container.execInContainer(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    docker.killContainerCmd(id()).exec();
    await("its end").atMost(PATIENCE).until(() -> !isRunning());
  }

  /** {@code docker start}, after {@link #kill}. */
  void startAgain() {
    docker.startContainerCmd(id()).exec();
  }

  /** {@code docker restart}: SIGTERM, and SIGKILL after the grace. Blocks until it runs again. */
  void restart(Duration grace) {
    docker.restartContainerCmd(id()).withTimeout((int) grace.toSeconds()).exec();
  }

  /** Waits until the image's health check says that it is well. */
  RunningContainer awaitHealthy() {
    await("health of " + container.getDockerImageName())
        .atMost(PATIENCE)
        .failFast(() -> assertThat(isRunning()).as(container.getLogs()).isTrue())
        .until(() -> "healthy".equals(health()));
    return this;
  }

  /** What the health check says: {@code starting}, {@code healthy} or {@code unhealthy}. */
  String health() {
    return requireNonNull(requireNonNull(inspect().getState().getHealth()).getStatus());
  }

  /** Its IPv4 address in a network where it is. */
  String address(Network network) {
    return inspect().getNetworkSettings().getNetworks().values().stream()
        .filter(each -> network.getId().equals(each.getNetworkID()))
        .map(ContainerNetwork::getIpAddress)
        .findFirst()
        .orElseThrow();
  }

  /** All that it has written. */
  String logs() {
    return container.getLogs();
  }

  @Override
  public void close() {
    container.close();
  }

  private String id() {
    return container.getContainerId();
  }

  private boolean isRunning() {
    return Boolean.TRUE.equals(inspect().getState().getRunning());
  }

  private InspectContainerResponse inspect() {
    return docker.inspectContainerCmd(id()).exec();
  }
}
