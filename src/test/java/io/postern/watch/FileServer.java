package io.postern.watch;

import io.postern.testing.FreePorts;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/**
 * Apache FtpServer in this JVM, for {@code postern} with the password {@code secret}. Not
 * pyftpdlib: that one stops reading from some sessions where others announced data connections that
 * nobody made.
 */
final class FileServer implements AutoCloseable {

  private static final int MANY = 200;

  private final InetSocketAddress address = FreePorts.on("127.0.0.7");
  private final FtpServer server;

  /** Serves a folder. */
  FileServer(Path folder) {
    FtpServerFactory factory = new FtpServerFactory();
    factory.setConnectionConfig(connections().createConnectionConfig());
    factory.addListener("default", listener().createListener());
    try {
      factory.getUserManager().save(user(folder));
      server = factory.createServer();
      server.start();
    } catch (FtpException e) {
      throw new IllegalStateException(e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A listing without its data connection holds a thread for a minute. */
  private static ConnectionConfigFactory connections() {
    ConnectionConfigFactory connections = new ConnectionConfigFactory();
    connections.setMaxLogins(MANY);
    connections.setMaxThreads(MANY);
    return connections;
  }

  private ListenerFactory listener() {
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress(address.getAddress().getHostAddress());
    listener.setPort(address.getPort());
    return listener;
  }

  private static BaseUser user(Path folder) {
    BaseUser user = new BaseUser();
    user.setName("postern");
    user.setPassword("secret");
    user.setHomeDirectory(folder.toString());
    user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
    return user;
  }
}
