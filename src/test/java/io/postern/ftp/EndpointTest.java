package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class EndpointTest {

  @Test
  void of_mappedAddress_isTheIpv4Address() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 10;
    mapped[15] = 5;
    InetAddress address = java.net.Inet6Address.getByAddress(null, mapped, -1);

    assertThat(Endpoint.of(new InetSocketAddress(address, 21)))
        .hasToString("10.0.0.5:21")
        .matches(endpoint -> !endpoint.isIpv6());
  }
}
