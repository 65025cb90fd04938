package io.postern.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the demo's text tells a person to try. */
final class DemoTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Demo demo;
  private final FTPClient client = new FTPClient();

  @BeforeEach
  void start() throws IOException {
    demo = Demo.start(0, 0);
    client.setDefaultTimeout((int) PATIENCE.toMillis());
    client.setDataTimeout(PATIENCE);
    client.connect("127.0.0.1", demo.port());
    client.setSoTimeout((int) PATIENCE.toMillis());
  }

  @AfterEach
  void end() throws IOException {
    client.disconnect();
    demo.close();
  }

  @Test
  void list() throws IOException {
    login("anonymous");
    client.enterLocalPassiveMode();
    assertThat(client.listNames()).contains("hello.txt", "zeros.bin", "pub");
  }

  @Test
  void download() throws IOException {
    login("anonymous");
    client.enterLocalPassiveMode();
    assertThat(retrieve("hello.txt")).isEqualTo("Hello through Postern.\n");
    assertThat(retrieve("pub/readme.txt")).isNotEmpty();
  }

  @Test
  void upload_asDemo() throws IOException {
    login("demo");
    client.enterLocalPassiveMode();
    assertThat(client.storeFile("up.txt", new ByteArrayInputStream(new byte[] {'u', 'p'})))
        .isTrue();
    assertThat(demo.folder().resolve("up.txt")).hasContent("up");
  }

  @Test
  void upload_asAnonymous_isRefused() throws IOException {
    login("anonymous");
    client.enterLocalPassiveMode();
    assertThat(client.storeFile("up.txt", new ByteArrayInputStream(new byte[1]))).isFalse();
    assertThat(demo.folder().resolve("up.txt")).doesNotExist();
  }

  @Test
  void activeMode() throws IOException {
    login("anonymous");
    client.enterLocalActiveMode();
    assertThat(retrieve("hello.txt")).isEqualTo("Hello through Postern.\n");
  }

  @Test
  void underTls() throws Exception {
    FTPSClient secured = new FTPSClient(trusting());
    secured.setDefaultTimeout((int) PATIENCE.toMillis());
    secured.connect("127.0.0.1", demo.port());
    try {
      assertThat(secured.login("anonymous", "anonymous")).isTrue();
      secured.execPBSZ(0);
      secured.execPROT("P");
      secured.enterLocalPassiveMode();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      assertThat(secured.retrieveFile("hello.txt", content)).isTrue();
      assertThat(content.toString(StandardCharsets.UTF_8)).startsWith("Hello through Postern.");
    } finally {
      secured.disconnect();
    }
  }

  /** As {@code curl -k}: nobody signed the demo's certificate. */
  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        null,
        new TrustManager[] {TrustManagerUtils.getAcceptAllTrustManager()},
        new SecureRandom());
    return context;
  }

  @Test
  void metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(demo.metrics())).timeout(PATIENCE).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("postern_");
  }

  @Test
  void close_removesTheFiles() throws IOException {
    Path folder = demo.folder();
    assertThat(Files.exists(folder)).isTrue();
    demo.close();
    assertThat(folder).doesNotExist();
    demo = Demo.start(0, 0);
  }

  @Test
  void text_namesWhereItListens() {
    assertThat(demo.text()).contains("ftp://127.0.0.1:" + demo.port() + "/", demo.metrics());
  }

  private void login(String user) throws IOException {
    assertThat(client.login(user, user)).isTrue();
    assertThat(client.setFileType(FTP.BINARY_FILE_TYPE)).isTrue();
  }

  private String retrieve(String file) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertThat(client.retrieveFile(file, content)).isTrue();
    return content.toString(StandardCharsets.UTF_8);
  }
}
