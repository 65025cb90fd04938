package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.SettingsFile;
import io.postern.testing.ControlSocket;
import io.postern.testing.TestCertificate;
import io.postern.testing.TlsContexts;
import io.postern.testing.TlsVisit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client shows in a real handshake is what the rules see. */
class CertificateRulesTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    TestCertificate.get().write(folder);
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        rules:
          - id: by-name
            when: {verb: dele}
            unless: {certificate: ftp.example.com}
            then: deny
          - id: by-subject
            when: {verb: rmd}
            unless: {certificate: "CN=ftp.*"}
            then: deny
          - id: private
            then: {private-data: true}
        """);
  }

  private Gateway gateway(ServerSocket server, String engine) throws Exception {
    String text =
        """
        listeners:
          - listen: "127.0.0.1:0"
            server: "127.0.0.1:%d"
            tls:
              client: optional
              client-certificates: optional
              client-ca: %2$s/chain.pem
              keys: [{chain: %2$s/chain.pem, key: %2$s/key.pem}]
        tls: {engine: %3$s}
        rules: {file: %2$s/rules.yaml}
        """
            .formatted(server.getLocalPort(), folder, engine);
    return Gateway.start(SettingsFile.parse("f", text.getBytes(StandardCharsets.UTF_8)).settings());
  }

  @ParameterizedTest
  @CsvSource({"boringssl, TLSv1.2", "boringssl, TLSv1.3", "jdk, TLSv1.2", "jdk, TLSv1.3"})
  void certificateThatIsShown_isThatOfTheRules(String engine, String protocol) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Gateway gateway = gateway(listener, engine)) {
      try (TlsVisit named = visit(gateway, listener, TestCertificate.get().context())) {
        assertThat(named.client.ask("DELE x")).startsWith("550 ");
        assertThat(named.client.ask("RETR x")).startsWith("521 ");
        named.secure(protocol).login();
        named.exchange("DELE x", "250 gone");
        named.exchange("RMD y", "250 gone");
        assertThat(named.client.ask("RETR x")).startsWith("521 ");
        named.protect();
        assertThat(named.client.ask("PROT C")).startsWith("534 ");
      }
      try (TlsVisit nameless = visit(gateway, listener, TlsContexts.believing())) {
        nameless.secure(protocol).login();
        assertThat(nameless.client.ask("DELE x")).startsWith("550 ");
        assertThat(nameless.client.ask("RMD y")).startsWith("550 ");
      }
    }
  }

  private static TlsVisit visit(Gateway gateway, ServerSocket listener, SSLContext context)
      throws IOException {
    Socket client = new Socket();
    client.connect(gateway.listening().get(0).toSocketAddress());
    ControlSocket shown = new ControlSocket(client, context);
    return new TlsVisit(shown, new ControlSocket(listener.accept())).greet();
  }
}
