package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.TargetRefused;
import io.postern.testing.FreePorts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Servers that clients name, as the gateway itself sees them. */
class NamedServerTest {

  private static final int PATIENCE_MILLIS = 20_000;

  @Test
  void gatewayItself_isATargetThatIsRefused() throws Exception {
    InetSocketAddress entrance = FreePorts.on("127.0.0.1");
    String itself = "127.0.0.1:" + entrance.getPort();
    String yaml =
        "listeners: [{listen: \"%s\", mode: forward, forward: {targets: [127.0.0.0/8], ports: [%d]}}]"
            .formatted(itself, entrance.getPort());
    try (FrontGateway gateway = new FrontGateway(yaml);
        Socket client = new Socket(entrance.getAddress(), entrance.getPort())) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client
          .getOutputStream()
          .write(("USER anna@" + itself + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(replies.readLine()).startsWith("220 ");
      assertThat(replies.readLine())
          .isEqualTo("530 Can't reach the FTP server: it is this gateway itself.");
      assertThat(gateway.await(TargetRefused.class).target()).isEqualTo(itself);
    }
  }
}
