package io.postern.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/**
 * Apache FtpServer on a free port of loopback, with a few files in a temporary folder. Anybody may
 * read as {@code anonymous}; {@code demo}, password {@code demo}, may also write. The folder goes
 * when the server is closed.
 */
final class SampleServer implements AutoCloseable {

  private static final int SESSIONS = 100;
  private static final int ZEROS_BYTES = 1 << 20;

  private final FtpServer server;
  private final int port;
  private final Path folder;

  private SampleServer(FtpServer server, int port, Path folder) {
    this.server = server;
    this.port = port;
    this.folder = folder;
  }

  /**
   * Writes the files and listens.
   *
   * @throws IOException if it can't
   */
  static SampleServer start() throws IOException {
    Path folder = Files.createTempDirectory("postern-demo");
    try {
      writeFiles(folder);
      ListenerFactory listener = new ListenerFactory();
      listener.setServerAddress("127.0.0.1");
      listener.setPort(0);
      FtpServerFactory factory = new FtpServerFactory();
      factory.addListener("default", listener.createListener());
      factory.setUserManager(users(folder));
      FtpServer server = factory.createServer();
      server.start();
      return new SampleServer(server, factory.getListener("default").getPort(), folder);
    } catch (FtpException e) {
      delete(folder);
      throw new IOException("the sample server does not start: " + e.getMessage(), e);
    }
  }

  private static void writeFiles(Path folder) throws IOException {
    Files.writeString(folder.resolve("hello.txt"), "Hello through Postern.\n");
    Files.write(folder.resolve("zeros.bin"), new byte[ZEROS_BYTES]);
    Path pub = Files.createDirectory(folder.resolve("pub"));
    Files.write(
        pub.resolve("readme.txt"),
        "This file came over a data connection that lived only for it.\n"
            .getBytes(StandardCharsets.UTF_8));
  }

  private static UserManager users(Path folder) throws FtpException {
    PropertiesUserManagerFactory factory = new PropertiesUserManagerFactory();
    factory.setPasswordEncryptor(new ClearTextPasswordEncryptor());
    UserManager users = factory.createUserManager();
    Authority logins = new ConcurrentLoginPermission(SESSIONS, SESSIONS);
    users.save(user("anonymous", "", folder, List.of(logins)));
    users.save(user("demo", "demo", folder, List.of(logins, new WritePermission())));
    return users;
  }

  private static BaseUser user(
      String name, String password, Path folder, List<Authority> authorities) {
    BaseUser user = new BaseUser();
    user.setName(name);
    user.setPassword(password);
    user.setHomeDirectory(folder.toString());
    user.setAuthorities(authorities);
    return user;
  }

  /** Where it listens, on 127.0.0.1. */
  int port() {
    return port;
  }

  /** Where its files are. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    server.stop();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
