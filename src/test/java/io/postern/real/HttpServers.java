package io.postern.real;

import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Servers of the Web that serve a {@link ServedFolder}. */
final class HttpServers {

  private static final Duration START = Duration.ofSeconds(10);

  private HttpServers() {}

  /**
   * nginx, which takes PUT.
   *
   * @param told where it wants to be told by a PROXY header who the client is; it logs that
   */
  static Program nginx(ServedFolder folder, InetSocketAddress address, InetSocketAddress told) {
    Path settings =
        ServerProgram.write(folder, "nginx.conf", address, settings(folder, address, told));
    return started(
        folder,
        address,
        "nginx",
        List.of(Programs.path("nginx").toString(), "-c", settings.toString()));
  }

  /** The server of Python's library, which does not. */
  static Program python(ServedFolder folder, InetSocketAddress address) {
    return started(
        folder,
        address,
        "http.server",
        List.of(
            "/usr/bin/python3",
            "-m",
            "http.server",
            "--bind",
            ServerProgram.host(address),
            "--directory",
            folder.root().toString(),
            Integer.toString(address.getPort())));
  }

  private static Program started(
      ServedFolder folder, InetSocketAddress address, String name, List<String> command) {
    return Program.start(ServerProgram.log(folder, name, address), command)
        .awaitListening(address, START);
  }

  private static String settings(
      ServedFolder folder, InetSocketAddress address, InetSocketAddress told) {
    return """
    daemon off;
    user nobody nogroup;
    worker_processes 1;
    pid %1$s/nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      log_format told "told of $proxy_protocol_addr at $proxy_protocol_server_port";
      client_max_body_size 0;
      client_body_temp_path %2$s/incoming;
      server {
        listen %3$s:%4$d;
        root %2$s;
        location / { dav_methods PUT; }
      }
      server {
        listen %5$s:%6$d proxy_protocol;
        root %2$s;
        access_log /dev/stdout told;
      }
    }
    """
        .formatted(
            folder.home(),
            folder.root(),
            ServerProgram.host(address),
            address.getPort(),
            ServerProgram.host(told),
            told.getPort());
  }
}
