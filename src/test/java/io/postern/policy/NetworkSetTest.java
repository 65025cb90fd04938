package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkSetTest {

  @Test
  void contains_randomNetworks_asEachSays() throws UnknownHostException {
    Random random = new Random(5);
    int contained = 0;
    for (int i = 0; i < 5_000; i++) {
      List<Network> networks = networks(random);
      NetworkSet set = NetworkSet.of(networks);
      for (int j = 0; j < 5; j++) {
        InetAddress address = address(random, random.nextBoolean() ? 4 : 16);
        boolean expected = networks.stream().anyMatch(each -> each.contains(address));
        assertThat(set.contains(AddressBits.of(address)))
            .as("%s in %s", address, networks)
            .isEqualTo(expected);
        contained += expected ? 1 : 0;
      }
    }
    assertThat(contained).isBetween(2_000, 23_000);
  }

  private static List<Network> networks(Random random) throws UnknownHostException {
    List<Network> networks = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      InetAddress address = address(random, random.nextBoolean() ? 4 : 16);
      int bits = address.getAddress().length * 8;
      networks.add(cut(address, random.nextInt(bits + 1)));
    }
    return networks;
  }

  private static Network cut(InetAddress address, int prefix) throws UnknownHostException {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return new Network(InetAddress.getByAddress(bytes), prefix);
  }

  /** Few different ones, with ones and zeros on both sides of every word. */
  private static InetAddress address(Random random, int length) throws UnknownHostException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(4) == 0 ? 0xFF : 0);
    }
    return InetAddress.getByAddress(bytes);
  }

  @Test
  void contains_mappedAddress_isTheIpv4One() {
    NetworkSet set = NetworkSet.of(List.of(Requests.network("192.0.2.0/24")));
    assertThat(set.contains(AddressBits.of(Requests.address("::ffff:192.0.2.7")))).isTrue();
    assertThat(set.contains(AddressBits.of(Requests.address("::192.0.2.7")))).isFalse();
  }

  @Test
  void contains_allOfOneFamily_isNoneOfTheOther() {
    NetworkSet ipv6 = NetworkSet.of(List.of(Requests.network("::/0")));
    assertThat(ipv6.contains(AddressBits.of(Requests.address("2001:db8::1")))).isTrue();
    assertThat(ipv6.contains(AddressBits.of(Requests.address("192.0.2.1")))).isFalse();
  }
}
