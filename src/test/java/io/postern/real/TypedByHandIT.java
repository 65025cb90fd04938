package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A person types FTP with telnet, and uses a second window for the data. */
@Needs(programs = "vsftpd", root = true, linux = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypedByHandIT {

  private static final byte[] DO_ECHO = {(byte) 0xFF, (byte) 0xFD, 1};
  private static final byte[] WONT_ECHO = {(byte) 0xFF, (byte) 0xFC, 1};
  private static final byte[] NO_OPERATION = {(byte) 0xFF, (byte) 0xF1};

  private @Nullable Site site;

  @BeforeAll
  void start() {
    site = Site.start(Vsftpd::new);
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void bytesOneAtATime_withTelnetOptionsAmongThem_giveTheFile() throws IOException {
    Site vsftpd = Objects.requireNonNull(site);
    try (TypedSession session = new TypedSession("127.0.0.1", vsftpd.entrance(false))) {
      assertThat(session.reply()).startsWith("220 ");
      assertThat(typed(session, "USER anonymous")).startsWith("331 ");
      assertThat(typed(session, "PASS secret")).startsWith("230 ");
      assertThat(typed(session, "TYPE I")).startsWith("200 ");
      String entering = typed(session, "PASV");
      try (Socket window = session.secondWindow(entering)) {
        assertThat(typed(session, "RETR files/" + Size.ONE_MIB.fileName())).startsWith("150 ");
        assertThat(window.getInputStream().readAllBytes())
            .isEqualTo(Files.readAllBytes(vsftpd.folder().file(Size.ONE_MIB.fileName())));
      }
      assertThat(session.reply()).startsWith("226 ");
      assertThat(typed(session, "QUIT")).startsWith("221 ");
      // Each DO was refused, and nothing else came from the server's side of Telnet.
      assertThat(session.options()).startsWith(WONT_ECHO).hasSize(6 * WONT_ECHO.length);
    }
  }

  /** Types a line with an option behind its first letter and a no-operation behind its second. */
  private static String typed(TypedSession session, String line) throws IOException {
    byte[] letters = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(letters, 0, 1);
    bytes.write(DO_ECHO);
    bytes.write(letters, 1, 1);
    bytes.write(NO_OPERATION);
    bytes.write(letters, 2, letters.length - 2);
    session.type(bytes.toByteArray());
    return session.reply();
  }
}
