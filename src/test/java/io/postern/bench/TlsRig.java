package io.postern.bench;

import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * vsftpd, the load, and for each engine a gateway and an acceptor, each a process in its place of
 * the network. Whatever was started is ended by {@link #close}, which any thread may call, at any
 * time.
 */
final class TlsRig implements AutoCloseable {

  /** Who does the gateway's cryptography. */
  enum Engine {
    JDK,
    BORINGSSL;

    /** As in the settings. */
    String setting() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long START_NANOS = 30_000_000_000L;
  private static final String CHAIN = "chain.pem";
  private static final String KEY = "key.pem";

  private final Options options;
  private final Testbed testbed;
  private final Started all = new Started();
  private final Map<Engine, GatewayProcess> gateways = new EnumMap<>(Engine.class);
  private final Map<Engine, Integer> bridges = new EnumMap<>(Engine.class);
  private final Map<Engine, Child> acceptors = new EnumMap<>(Engine.class);
  private final Map<Engine, String[]> acceptorPorts = new EnumMap<>(Engine.class);
  private @Nullable VsftpdProcess server;
  private @Nullable Child load;
  private int serverPort;

  /** Nothing runs yet. */
  TlsRig(Options options) throws IOException {
    this.options = options;
    this.testbed = all.add(Testbed.create(options.loopback()));
  }

  /** Starts all, and waits until all serve. */
  void start() throws IOException {
    Path keys = keys();
    serverPort = GatewayProcess.freePort();
    server = all.add(VsftpdProcess.start(testbed.at(Testbed.Place.SERVER), serverPort, keys));
    load =
        all.add(
            Child.start(
                testbed.at(Testbed.Place.CLIENT), Child.java(options.jar(), TlsLoadProcess.class)));
    for (Engine engine : Engine.values()) {
      startAcceptor(engine, keys);
      startGateway(engine, keys);
    }
    await(direct());
    for (Engine engine : Engine.values()) {
      await(terminate(engine));
      await(bridge(engine));
      // The first makes what the others resume.
      ask("handshakes " + acceptor(engine, true) + " TLSv1.3 resumed 0 1");
    }
  }

  private Path keys() throws IOException {
    Path folder = Files.createTempDirectory("postern-bench");
    all.add(
        () -> {
          Files.deleteIfExists(folder.resolve(CHAIN));
          Files.deleteIfExists(folder.resolve(KEY));
          Files.deleteIfExists(folder);
        });
    TestCertificate.get().write(folder);
    Files.setPosixFilePermissions(
        folder.resolve(KEY), PosixFilePermissions.fromString("rw-------"));
    return folder;
  }

  private void startAcceptor(Engine engine, Path keys) throws IOException {
    Child child =
        all.add(
            Child.start(
                testbed.at(Testbed.Place.GATEWAY),
                Child.java(
                    options.jar(),
                    AcceptorProcess.class,
                    engine.setting(),
                    keys.resolve(CHAIN).toString(),
                    keys.resolve(KEY).toString())));
    String line = child.readLine();
    while (!line.startsWith(AcceptorProcess.READY)) {
      line = child.readLine();
    }
    acceptors.put(engine, child);
    acceptorPorts.put(engine, line.split(" ", -1));
  }

  private void startGateway(Engine engine, Path keys) throws IOException {
    int terminating = GatewayProcess.freePort();
    int bridging = GatewayProcess.freePort();
    int firstDataPort = engine == Engine.JDK ? 50_000 : 50_200;
    String configuration =
        """
        listeners:
          - name: terminate
            listen: "*:%1$d"
            server: %3$s:%4$d
            data-ports: %5$d-%6$d
            tls: {client: optional, server: clear, keys: [{chain: %7$s, key: %8$s}]}
          - name: bridge
            listen: "*:%2$d"
            server: %3$s:%4$d
            data-ports: %9$d-%10$d
            tls:
              client: optional
              server: match
              keys: [{chain: %7$s, key: %8$s}]
              trust: {ca: %7$s, name: %11$s}
        tls: {engine: %12$s}
        admin:
          listen: 127.0.0.1:%13$d
        """
            .formatted(
                terminating,
                bridging,
                testbed.backend(),
                serverPort,
                firstDataPort,
                firstDataPort + 99,
                keys.resolve(CHAIN),
                keys.resolve(KEY),
                firstDataPort + 100,
                firstDataPort + 199,
                TestCertificate.NAME,
                engine.setting(),
                GatewayProcess.freePort());
    bridges.put(engine, bridging);
    gateways.put(
        engine,
        all.add(
            GatewayProcess.start(
                options, testbed.at(Testbed.Place.GATEWAY), terminating, configuration)));
  }

  /** Until a session in the clear is served. */
  private void await(String address) throws IOException {
    long start = System.nanoTime();
    String order = "%s clear C 0 %s %d";
    String file = VsftpdProcess.SMALL;
    while (true) {
      String answer =
          load().ask("small " + order.formatted(address, file, VsftpdProcess.SMALL_BYTES));
      if (!answer.startsWith("error")) {
        return;
      }
      check();
      if (System.nanoTime() - start > START_NANOS) {
        throw new IOException(address + " serves no session: " + answer);
      }
    }
  }

  private void check() throws IOException {
    if (server != null) {
      server.check();
    }
    for (GatewayProcess gateway : gateways.values()) {
      gateway.check();
    }
  }

  /** The network that was made. */
  Testbed testbed() {
    return testbed;
  }

  /** vsftpd, not through a gateway. */
  String direct() {
    return testbed.direct() + " " + serverPort;
  }

  /** The listener that is in the clear towards vsftpd. */
  String terminate(Engine engine) throws IOException {
    return testbed.entrance() + " " + known(gateways.get(engine)).port();
  }

  /** The listener that is under TLS on both sides. */
  String bridge(Engine engine) throws IOException {
    return testbed.entrance() + " " + known(bridges.get(engine));
  }

  /** Where nothing is done but handshakes. */
  String acceptor(Engine engine, boolean resumed) throws IOException {
    return testbed.entrance() + " " + known(acceptorPorts.get(engine))[resumed ? 2 : 1];
  }

  /** The processor time of an acceptor. */
  double acceptorCpuSeconds(Engine engine) throws IOException {
    return known(acceptors.get(engine)).cpuSeconds();
  }

  /** The processor time of vsftpd, gateways and load. */
  double cpuSeconds() throws IOException {
    double sum = known(server).cpuSeconds() + load().cpuSeconds();
    for (GatewayProcess gateway : gateways.values()) {
      sum += gateway.cpuSeconds();
    }
    return sum;
  }

  /**
   * Has the load do something.
   *
   * @param order as {@link TlsLoadProcess} reads it
   * @throws IOException if it failed
   */
  String ask(String order) throws IOException {
    String answer = load().ask(order);
    if (answer.startsWith("error")) {
      throw new IOException(order + ": " + answer);
    }
    return answer;
  }

  private Child load() throws IOException {
    return known(load);
  }

  private static <T> T known(@Nullable T started) throws IOException {
    if (started == null) {
      throw new IOException("not started");
    }
    return started;
  }

  @Override
  public void close() {
    all.close();
  }
}
