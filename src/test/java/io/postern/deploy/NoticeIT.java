package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import io.postern.testing.NotifySocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager is told by a gateway in a process of its own. */
@Needs(linux = true)
class NoticeIT {

  @TempDir private Path folder;

  @Test
  void manager_isToldFromTheFirstClientThatIsTakenToTheLast() throws Exception {
    InetSocketAddress clients = FreePorts.on("127.0.0.1");
    try (NotifySocket manager = new NotifySocket(folder.resolve("notify"))) {
      try (GatewayProcess gateway =
          GatewayProcess.launch(
              folder,
              List.of("env", "NOTIFY_SOCKET=" + manager.address()),
              FreePorts.on("127.0.0.1"),
              "--to=127.0.0.1",
              "--listen=" + GatewayProcess.text(clients))) {
        assertThat(manager.next()).isEqualTo("READY=1");
        assertThatCode(() -> new Socket(clients.getAddress(), clients.getPort()).close())
            .doesNotThrowAnyException();
        assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);

        gateway.program().signal("HUP");
        assertThat(manager.next()).startsWith("RELOADING=1\n");
        assertThat(manager.next()).isEqualTo("READY=1");
      }
      assertThat(manager.next()).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=45000000");
    }
  }
}
