package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of a DNS server on loopback; {@code .test} has no other (RFC 6761). */
class AddressBookTest {

  private static final String NAME = "ftp.postern.test";

  private NameServer server;

  @BeforeEach
  void setUp() throws Exception {
    server = new NameServer();
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void add_knowsAllAddressesAtOnce() throws Exception {
    server.set(NAME, DnsRecordType.A, 300, "192.0.2.1");
    server.set(NAME, DnsRecordType.AAAA, 300, "2001:db8::1");
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, NAME);
      assertThat(book.addresses(NAME))
          .containsExactlyInAnyOrder(addresses("192.0.2.1", "2001:db8::1"));
    }
  }

  @Test
  void shortTimeToLive_isFollowed() throws Exception {
    server.set(NAME, DnsRecordType.A, 1, "192.0.2.1");
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, NAME);
      server.set(NAME, DnsRecordType.A, 3600, "192.0.2.2");
      await().until(() -> book.addresses(NAME).equals(Arrays.asList(addresses("192.0.2.2"))));
      assertThat(server.asked(NAME)).isEqualTo(2);
    }
  }

  @Test
  void timeToLiveOfANameOnTheWay_countsToo() throws Exception {
    server.set(NAME, DnsRecordType.CNAME, 1, "one.postern.test");
    server.set("one.postern.test", DnsRecordType.A, 3600, "192.0.2.1");
    server.set("two.postern.test", DnsRecordType.A, 3600, "192.0.2.2");
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, NAME);
      assertThat(book.addresses(NAME)).containsExactly(addresses("192.0.2.1"));
      server.set(NAME, DnsRecordType.CNAME, 3600, "two.postern.test");
      await().until(() -> book.addresses(NAME).equals(Arrays.asList(addresses("192.0.2.2"))));
    }
  }

  @Test
  void longTimeToLive_isCutShort() throws Exception {
    server.set(NAME, DnsRecordType.A, 3600, "192.0.2.1");
    try (AddressBook book = book(Duration.ofMillis(50))) {
      learn(book, NAME);
      server.set(NAME, DnsRecordType.A, 3600, "192.0.2.2");
      await().until(() -> book.addresses(NAME).equals(Arrays.asList(addresses("192.0.2.2"))));
    }
  }

  @Test
  void nameThatIsGone_keepsItsLastAddresses() throws Exception {
    server.set(NAME, DnsRecordType.A, 3600, "192.0.2.1");
    try (AddressBook book = book(Duration.ofMillis(50))) {
      learn(book, NAME);
      server.forget(NAME, DnsRecordType.A);
      int asked = server.asked(NAME);
      await().until(() -> server.asked(NAME) >= asked + 3);
      assertThat(book.addresses(NAME)).containsExactly(addresses("192.0.2.1"));
    }
  }

  @Test
  void nameThatIsUnknownAtFirst_isAskedForAgainSoon() throws Exception {
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, NAME);
      assertThat(book.addresses(NAME)).isEmpty();
      server.set(NAME, DnsRecordType.A, 3600, "192.0.2.1");
      await().until(() -> book.addresses(NAME).equals(Arrays.asList(addresses("192.0.2.1"))));
    }
  }

  @Test
  void nameOfTheHostsFile_isNotAskedFor() {
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, "localhost");
      assertThat(book.addresses("localhost"))
          .isNotEmpty()
          .allSatisfy(address -> assertThat(address.isLoopbackAddress()).isTrue());
      assertThat(server.asked("localhost")).isZero();
    }
  }

  @Test
  void serversThatAreSilent_holdUpTheStartNoLongerThanSet() throws Exception {
    NameSettings hasty = new NameSettings(Duration.ofHours(1), Duration.ofMillis(50), 1, 1);
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        AddressBook book = new AddressBook(hasty, loop -> client(loop, silent))) {
      long begun = System.nanoTime();
      learn(book, NAME);
      // Netty's resolver alone would wait for 5 s.
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      assertThat(book.addresses(NAME)).isEmpty();
    }
  }

  private static Dns client(EventLoop loop, DatagramSocket server) {
    InetSocketAddress at = (InetSocketAddress) server.getLocalSocketAddress();
    return new Dns(loop, () -> Optional.of(new SequentialDnsServerAddressStreamProvider(at)));
  }

  @Test
  void withoutServers_theSystemIsAsked() {
    try (AddressBook book =
        new AddressBook(
            NameSettings.lasting(Duration.ofHours(1)), loop -> new Dns(loop, Optional::empty))) {
      learn(book, "localhost");
      assertThat(book.addresses("localhost")).isNotEmpty();
    }
  }

  @Test
  void address_isNotLookedUp() throws Exception {
    try (AddressBook book = book(Duration.ofHours(1))) {
      learn(book, "192.0.2.9");
      assertThat(book.addresses("192.0.2.9")).containsExactly(addresses("192.0.2.9"));
    }
  }

  @Test
  void silentName_isNotWaitedForLongerThanItsTime() throws Exception {
    server.ignore("silent.postern.test");
    server.set(NAME, DnsRecordType.A, 300, "192.0.2.1");
    NameSettings hurried = new NameSettings(Duration.ofHours(1), Duration.ofMillis(50), 1, 1);
    try (AddressBook book = new AddressBook(hurried, server::client)) {
      book.add("silent.postern.test");
      book.add("still.silent.postern.test");
      learn(book, NAME);
      assertThat(book.addresses("silent.postern.test")).isEmpty();
      await().until(() -> book.addresses(NAME).equals(Arrays.asList(addresses("192.0.2.1"))));
    }
  }

  private static void learn(AddressBook book, String name) {
    book.add(name);
    book.awaitAnswers();
  }

  private AddressBook book(Duration longest) {
    return new AddressBook(NameSettings.lasting(longest), server::client);
  }

  private static InetAddress[] addresses(String... texts) throws Exception {
    InetAddress[] parsed = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      parsed[i] = InetAddress.getByName(texts[i]);
    }
    return parsed;
  }
}
