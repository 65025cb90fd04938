package io.postern.demo;

import io.postern.app.Gateway;
import io.postern.config.ConfigException;
import io.postern.config.SettingsFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The gateway in front of a {@link SampleServer}, both in this process, on loopback only. */
public final class Demo implements AutoCloseable {

  /** Not Maven's System.out, which takes no more text once Ctrl-C has begun to end it. */
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private static final int PORT = 2121;
  private static final int ADMIN_PORT = 9121;
  private static final int TRIES = 100;

  /** Below the ports that systems give out by themselves, so never one that {@link #free} finds. */
  private static final String DATA_PORTS = "20000-20999";

  private static final String SETTINGS =
      """
      listeners:
        - listen: "127.0.0.1:%d"
          server: "127.0.0.1:%d"
          data-ports: %s
          tls: {client: optional, self-signed: true}
      admin: {listen: "127.0.0.1:%d"}
      """;

  private static final int HIGHEST_PORT = 65_535;

  private final SampleServer server;
  private final Gateway gateway;

  private Demo(SampleServer server, Gateway gateway) {
    this.server = server;
    this.gateway = gateway;
  }

  /**
   * Runs until Ctrl-C.
   *
   * @param args none
   * @throws IOException if it can't listen
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Demo demo = start(PORT, ADMIN_PORT);
    Runtime.getRuntime().addShutdownHook(new Thread(demo::end, "demo-end"));
    OUT.println(demo.text());
    new CountDownLatch(1).await();
  }

  /**
   * Starts server and gateway.
   *
   * @param port where clients connect to, or the next free one; 0 for any
   * @param adminPort where the metrics are, or the next free one; 0 for any
   * @throws IOException if it can't listen
   */
  static Demo start(int port, int adminPort) throws IOException {
    SampleServer server = SampleServer.start();
    try {
      String text = SETTINGS.formatted(free(port), server.port(), DATA_PORTS, free(adminPort));
      byte[] yaml = text.getBytes(StandardCharsets.UTF_8);
      return new Demo(server, Gateway.start(SettingsFile.parse("demo", yaml).settings()));
    } catch (ConfigException | IOException | RuntimeException e) {
      server.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The first free port from there on. */
  private static int free(int first) throws IOException {
    for (int port = first; port < Math.min(first + TRIES, HIGHEST_PORT); port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // In use: the next one.
      }
    }
    throw new IOException("no free port from " + first + " on");
  }

  /** Where clients connect to. */
  int port() {
    return gateway.listening().get(0).port();
  }

  /** The address of the metrics. */
  String metrics() {
    return "http://" + gateway.admin().orElseThrow() + "/metrics";
  }

  /** Where the server's files are. */
  Path folder() {
    return server.folder();
  }

  /** What a person is told. */
  String text() {
    String at = "127.0.0.1:" + port();
    String moved = port() == PORT ? "" : " (port " + PORT + " is in use)";
    return """

    Postern listens on %1$s%3$s, in front of an FTP server on 127.0.0.1:%2$d.
    Log in as anonymous to read, as demo with the password demo to write. Try, in another terminal:

      curl ftp://%1$s/                                      list
      curl ftp://%1$s/hello.txt                             download
      curl -T pom.xml ftp://demo:demo@%1$s/                 upload
      curl -P - ftp://%1$s/hello.txt                        active mode: the server connects
      curl -k --ssl-reqd ftp://%1$s/hello.txt               under TLS; -k because nobody signed the certificate
      curl --disable-epsv ftp://%1$s/pub/readme.txt         PASV in place of EPSV
      curl -s %4$s | grep ^postern_     metrics

    Ctrl-C ends it, and removes the files.
    """
        .formatted(at, server.port(), moved, metrics());
  }

  private void end() {
    try {
      OUT.println("Stopping.");
      close();
    } catch (IOException e) {
      OUT.println("The sample files are still there: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    server.close();
  }
}
