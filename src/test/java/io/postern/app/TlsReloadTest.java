package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.SettingsFile;
import io.postern.testing.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates on the admin port: when they expire, and that they are read again. */
@Timeout(60)
class TlsReloadTest {

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    TestCertificate.get().write(folder);
    String text =
        """
        listeners:
          - listen: "127.0.0.1:0"
            server: "127.0.0.1:9"
            tls: {client: optional, keys: [{chain: %1$s/chain.pem, key: %1$s/key.pem}]}
        tls: {check-every: 1d}
        admin: {listen: "127.0.0.1:0"}
        """
            .formatted(folder);
    byte[] yaml = text.getBytes(StandardCharsets.UTF_8);
    gateway = Gateway.start(SettingsFile.parse("f", yaml).settings());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void metrics_tellWhenTheCertificateExpires() throws Exception {
    assertThat(get("/metrics"))
        .containsPattern(
            "postern_certificate_expiry_timestamp_seconds\\{listener=\"ftp\"} 1\\.\\d+E9");
  }

  @Test
  void reload_withoutRules_answersWithTheCertificates() throws Exception {
    HttpResponse<String> response = reload();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"certificates\":1}\n");
  }

  @Test
  void reload_brokenChain_isA422EachTime_andMended_a200() throws Exception {
    Path chain = folder.resolve("chain.pem");
    String whole = Files.readString(chain);
    Files.writeString(chain, "nonsense");
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response = reload();
      assertThat(response.statusCode()).isEqualTo(422);
      assertThat(response.body()).startsWith(chain + ": no PEM block");
    }
    Files.writeString(chain, whole);
    assertThat(reload().statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> reload() throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Postern-Admin", "1")
            .POST(HttpRequest.BodyPublishers.noBody()),
        "/reload");
  }

  private String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(), path).body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    URI uri = URI.create("http://" + gateway.admin().orElseThrow() + path);
    return http.send(
        request.uri(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
