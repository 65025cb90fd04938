package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.postern.app.Main;
import io.postern.relay.Transport;
import io.postern.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without epoll; what else may be missing is tested in network namespaces. */
class TransparentListeningTest {

  private static final String NEEDS =
      "that needs Linux and the epoll transport, which is not available here";

  @Test
  void withoutEpoll_saysWhatItNeeds() {
    TransparentListening listening =
        new TransparentListening(Transport.NIO, NioServerSocketChannel::new);
    assertThatThrownBy(listening::newChannel)
        .isInstanceOf(TransparentListening.Refused.class)
        .hasMessage(NEEDS);
  }

  @Test
  void start_withoutEpoll_isRefusedInOneLine(@TempDir Path folder) throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            listeners: [{name: all, mode: transparent, listen: "127.0.0.1:0"}]
            admin: {listen: off}
            """);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dio.netty.transport.noNative=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            settings.toString());
    try (Program postern = Program.start(folder.resolve("log"), command)) {
      assertThat(postern.awaitExit(Duration.ofSeconds(30))).isNotZero();
      assertThat(postern.output()).contains("listener all can't be transparent: " + NEEDS);
    }
  }
}
