package io.postern.real;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import io.postern.testing.ProfileCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A server that would allow everything, and in front of it the gateway under one shipped profile.
 */
final class ProfileSite implements AutoCloseable {

  /** Starts a server. */
  @FunctionalInterface
  interface Starter {
    LoggedServer start(ServedFolder folder, InetSocketAddress address);
  }

  private final Closing closing = new Closing();
  private final AtomicInteger visits = new AtomicInteger();
  private final InetSocketAddress entrance = FreePorts.on("127.0.0.2");
  private final ServedFolder folder;
  private final LoggedServer server;
  private final GatewayProcess gateway;

  /**
   * Starts everything, or leaves nothing running.
   *
   * @param profile the name of a file in {@code rules/}
   * @param change what an administrator changes in the profile
   */
  ProfileSite(Starter starter, String profile, Consumer<ProfileCopy> change) {
    try {
      folder = closing.add(ServedFolder.create(Size.ONE_MIB));
      server = closing.add(starter.start(folder, FreePorts.on("127.0.0.3")));
      ProfileCopy copy = new ProfileCopy(subfolder("rules"));
      change.accept(copy);
      gateway = closing.add(GatewayProcess.configured(folder.home(), settings(copy, profile)));
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  private String settings(ProfileCopy copy, String profile) {
    return """
        listeners:
          - {listen: "%s", server: "%s"}
        rules:
          file: %s
        audit:
          file: %s
        """
        .formatted(
            GatewayProcess.text(entrance),
            GatewayProcess.text(server.address()),
            copy.file(profile),
            audit());
  }

  private Path audit() {
    return folder.home().resolve("audit.jsonl");
  }

  ServedFolder folder() {
    return folder;
  }

  /** What the gateway counts. */
  Metrics metrics() {
    return gateway.metrics();
  }

  /** One line for each event so far. */
  List<String> auditLines() {
    return ServerProgram.lines(audit());
  }

  /** Every command that has reached the server so far. */
  List<String> commands() {
    return server.commands();
  }

  /** A visit of the server's user. */
  Visit visit(Form form) {
    return visit(server.user(), form);
  }

  /** A visit of any user, with the password of the server's. */
  Visit visit(String user, Form form) {
    return new Visit(entrance, user, server.password(), form, work());
  }

  /** An empty folder. */
  Path work() {
    return subfolder("visit-" + visits.incrementAndGet());
  }

  @Override
  public void close() {
    closing.close();
  }

  private Path subfolder(String name) {
    try {
      return Files.createDirectories(folder.home().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
