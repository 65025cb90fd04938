package io.postern.netns;

import java.io.Closeable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer in this JVM, on a host, for thousands of sessions of {@code anonymous}. */
final class EmbeddedServer implements Closeable {

  private static final int MANY = 100_000;

  private final FtpServer server;

  /** Serves this folder. */
  EmbeddedServer(Host host, InetAddress address, Path folder) throws Exception {
    server = factory(address, folder).createServer();
    host.call(
        () -> {
          server.start();
          return server;
        });
  }

  private static FtpServerFactory factory(InetAddress address, Path folder) throws FtpException {
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress(address.getHostAddress());
    listener.setPort(ScriptedServer.PORT);
    ConnectionConfigFactory connections = new ConnectionConfigFactory();
    connections.setMaxLogins(MANY);
    connections.setMaxAnonymousLogins(MANY);
    FtpServerFactory factory = new FtpServerFactory();
    // The server empties this map when it stops.
    factory.setListeners(new HashMap<>(Map.of("default", listener.createListener())));
    factory.setConnectionConfig(connections.createConnectionConfig());
    factory.getUserManager().save(anonymous(folder));
    return factory;
  }

  private static BaseUser anonymous(Path folder) {
    BaseUser user = new BaseUser();
    user.setName("anonymous");
    user.setHomeDirectory(folder.toString());
    user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
    return user;
  }

  @Override
  public void close() {
    server.stop();
  }
}
