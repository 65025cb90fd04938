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

  /** nginx, which takes PUT. */
  static Program nginx(ServedFolder folder, InetSocketAddress address) {
    Path settings = ServerProgram.write(folder, "nginx.conf", address, settings(folder, address));
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

  private static String settings(ServedFolder folder, InetSocketAddress address) {
    return """
    daemon off;
    user nobody nogroup;
    worker_processes 1;
    pid %1$s/nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_max_body_size 0;
      client_body_temp_path %2$s/incoming;
      server {
        listen %3$s:%4$d;
        root %2$s;
        location / { dav_methods PUT; }
      }
    }
    """
        .formatted(folder.home(), folder.root(), ServerProgram.host(address), address.getPort());
  }
}
