package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.ControlSocket;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that do what they should, and some that do not: everything that a dashboard shows. */
final class Visitors {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 5_000;
  private static final String CLIENT = "127.0.0.1";
  private static final String STRANGER = "127.0.0.77";
  private static final String GUESSER = "127.0.0.66";
  private static final Pattern ENTERING = Pattern.compile("227 .*,(\\d+),(\\d+)\\).*");

  private final Path folder;
  private final InetSocketAddress clear;
  private final InetSocketAddress tls;
  private final InetSocketAddress opaque;
  private final InetSocketAddress deserted;

  /**
   * Clients of these listeners.
   *
   * @param folder where their logs go
   */
  Visitors(
      Path folder,
      InetSocketAddress clear,
      InetSocketAddress tls,
      InetSocketAddress opaque,
      InetSocketAddress deserted) {
    this.folder = folder;
    this.clear = clear;
    this.tls = tls;
    this.opaque = opaque;
    this.deserted = deserted;
  }

  /** All of them once, one after the other. */
  void come() {
    transferAndList();
    assertThat(curl(clear, "big.exe", "--upload-file", file())).as("a denied upload").isNotZero();
    assertThat(curl(tls, "file.bin", "--ssl-reqd", "--insecure")).isZero();
    assertThat(curl(tls, "file.bin")).as("a login in the clear").isNotZero();
    curl(opaque, "file.bin", "--ssl-reqd", "--insecure"); // nobody can say what becomes of it
    assertThat(curl(deserted, "")).as("a server that is not there").isNotZero();
    knock();
    listWithoutDataConnection();
    guess();
    speakNoFtp();
    speakNoTls();
  }

  private void transferAndList() {
    for (List<String> form : List.of(List.<String>of(), List.of("--ftp-port", "-"))) {
      assertThat(curl(clear, "file.bin", form.toArray(String[]::new))).isZero();
      assertThat(curl(clear, "", form.toArray(String[]::new))).isZero();
    }
    assertThat(curl(clear, "copy.bin", "--upload-file", file())).isZero();
    assertThat(curl(clear, "file.bin", "--quote", "DELE copy.bin")).isZero();
  }

  /** A stranger at somebody's pinhole. */
  private void knock() {
    try (ControlSocket session = login(CLIENT)) {
      Matcher entering = ENTERING.matcher(session.ask("PASV"));
      assertThat(entering.matches()).isTrue();
      int port = Integer.parseInt(entering.group(1)) * 256 + Integer.parseInt(entering.group(2));
      assertRefused(new InetSocketAddress(clear.getAddress(), port));
    }
  }

  private static void assertRefused(InetSocketAddress pinhole) {
    try (Socket socket = connected(STRANGER, pinhole)) {
      assertThat(socket.getInputStream().read()).isNegative();
    } catch (SocketException refused) {
      // As it must be.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listWithoutDataConnection() {
    try (ControlSocket session = login(CLIENT)) {
      assertThat(session.ask("PORT 10,0,0,1,200,1")).startsWith("500 ");
      assertThat(session.ask("PASV")).startsWith("227 ");
      assertThat(session.ask("LIST")).startsWith("150 ");
      assertThat(session.line()).startsWith("425 ");
    }
  }

  /** Wrong passwords, until the gateway turns the guesser away at the door. */
  private void guess() {
    for (int tries = 0; tries < 2; tries++) {
      try (ControlSocket session = connect(GUESSER, clear)) {
        if (!session.line().startsWith("220 ")) {
          return;
        }
        assertThat(session.ask("USER postern")).startsWith("331 ");
        assertThat(session.ask("PASS wrong")).startsWith("530 ");
      }
    }
  }

  private void speakNoFtp() {
    try (ControlSocket session = connect(CLIENT, clear)) {
      assertThat(session.line()).startsWith("220 ");
      assertThat(session.ask("GET / HTTP/1.1")).startsWith("421 ");
    }
  }

  private void speakNoTls() {
    try (ControlSocket session = connect(CLIENT, tls)) {
      assertThat(session.line()).startsWith("220 ");
      assertThat(session.ask("AUTH TLS")).startsWith("234 ");
      session.type("this is not TLS");
      session.plainRest();
    }
  }

  private ControlSocket login(String client) {
    ControlSocket session = connect(client, clear);
    assertThat(session.line()).startsWith("220 ");
    assertThat(session.ask("USER postern")).startsWith("331 ");
    assertThat(session.ask("PASS secret")).startsWith("230 ");
    return session;
  }

  private static ControlSocket connect(String client, InetSocketAddress at) {
    try {
      return new ControlSocket(connected(client, at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connected(String client, InetSocketAddress at) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(client), 0));
      socket.connect(at, CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private int curl(InetSocketAddress at, String path, String... options) {
    List<String> command = new ArrayList<>(List.of(Programs.path("curl").toString()));
    command.addAll(List.of("--silent", "--show-error", "--max-time", "10"));
    command.addAll(List.of("--user", "postern:secret", "--output", "/dev/null"));
    command.addAll(List.of(options));
    command.add("ftp://%s/%s".formatted(GatewayProcess.text(at), path));
    try (Program program = Program.start(folder.resolve("curl.log"), command)) {
      return program.awaitExit(PATIENCE);
    }
  }

  private String file() {
    return folder.resolve("served/file.bin").toString();
  }
}
