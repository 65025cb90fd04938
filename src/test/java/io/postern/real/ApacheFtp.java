package io.postern.real;

import java.net.InetSocketAddress;
import java.util.List;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer, inside this JVM. */
final class ApacheFtp implements FtpServer {

  private static final int LOGINS = 1000;

  private final InetSocketAddress address;
  private final org.apache.ftpserver.FtpServer server;

  ApacheFtp(ServedFolder folder, InetSocketAddress address) {
    this.address = address;
    FtpServerFactory factory = new FtpServerFactory();
    factory.setConnectionConfig(connections());
    factory.addListener("default", listener(address).createListener());
    try {
      factory.getUserManager().save(user(folder));
      server = factory.createServer();
      server.start();
    } catch (FtpException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    server.stop();
  }

  private static ConnectionConfig connections() {
    ConnectionConfigFactory connections = new ConnectionConfigFactory();
    connections.setMaxLogins(LOGINS);
    return connections.createConnectionConfig();
  }

  private static ListenerFactory listener(InetSocketAddress address) {
    DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
    data.setActiveEnabled(true);
    data.setActiveIpCheck(true);
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress(address.getAddress().getHostAddress());
    listener.setPort(address.getPort());
    listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
    return listener;
  }

  private BaseUser user(ServedFolder folder) {
    BaseUser user = new BaseUser();
    user.setName(user());
    user.setPassword(password());
    user.setHomeDirectory(folder.root().toString());
    user.setAuthorities(
        List.of(new WritePermission(), new ConcurrentLoginPermission(LOGINS, LOGINS)));
    return user;
  }
}
