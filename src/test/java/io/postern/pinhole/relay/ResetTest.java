package io.postern.pinhole.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.SocketChannel;
import io.postern.relay.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resets of channels that no event loop has. */
class ResetTest {

  static Stream<Transport> transports() {
    return Peers.transports();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anOpenChannel_isClosed(Transport transport) {
    SocketChannel channel = new ReflectiveChannelFactory<>(transport.socket()).newChannel();
    Reset.unregistered(channel);
    assertThat(channel.isOpen()).isFalse();
  }

  /** Its descriptor may have another owner by now. */
  @ParameterizedTest
  @MethodSource("transports")
  void aClosedChannel_isLeftAlone(Transport transport) {
    SocketChannel channel = new ReflectiveChannelFactory<>(transport.socket()).newChannel();
    channel.unsafe().closeForcibly();
    assertThatCode(() -> Reset.unregistered(channel)).doesNotThrowAnyException();
  }
}
