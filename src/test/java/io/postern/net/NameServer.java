package io.postern.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A DNS server on loopback whose records a test writes; it counts what it is asked. */
final class NameServer implements AutoCloseable {

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final List<String> ignored = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Channel channel;

  private record Entry(String name, DnsRecordType type, long seconds, String value) {}

  NameServer() throws InterruptedException {
    ChannelInitializer<Channel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel made) {
            made.pipeline()
                .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder())
                .addLast(new Answering());
          }
        };
    Bootstrap bootstrap =
        new Bootstrap().group(thread).channel(NioDatagramChannel.class).handler(pipeline);
    channel = bootstrap.bind("127.0.0.1", 0).sync().channel();
  }

  /** A look-up that asks this server. */
  Dns client(EventLoop loop) {
    DnsServerAddressStreamProvider provider =
        new SequentialDnsServerAddressStreamProvider((InetSocketAddress) channel.localAddress());
    return new Dns(loop, () -> Optional.of(provider));
  }

  /** Writes a record in place of the one of this name and type; an A, AAAA or CNAME. */
  void set(String name, DnsRecordType type, long seconds, String value) {
    forget(name, type);
    add(name, type, seconds, value);
  }

  /** Writes one record more of a name and type. */
  void add(String name, DnsRecordType type, long seconds, String value) {
    entries.add(new Entry(name + ".", type, seconds, value));
  }

  void forget(String name, DnsRecordType type) {
    entries.removeIf(entry -> entry.name().equals(name + ".") && entry.type().equals(type));
  }

  /** Questions for this name, and those that end in it, get no answer. */
  void ignore(String name) {
    ignored.add(name + ".");
  }

  /** How often an address of IPv4 was asked for. */
  int asked(String name) {
    return (int) asked.stream().filter(one -> one.equals(name + ".")).count();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      if (question.type().equals(DnsRecordType.A)) {
        asked.add(question.name());
      }
      if (ignored.stream().anyMatch(question.name()::endsWith)) {
        return;
      }
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      response.addRecord(
          DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
      List<Entry> found = found(question.name(), question.type());
      if (found.isEmpty()) {
        response.setCode(DnsResponseCode.NXDOMAIN);
      }
      for (Entry entry : found) {
        response.addRecord(
            DnsSection.ANSWER,
            new DefaultDnsRawRecord(entry.name(), entry.type(), entry.seconds(), data(entry)));
      }
      context.writeAndFlush(response);
    }
  }

  /** The records themselves, and those of what they are another name for. */
  private List<Entry> found(String name, DnsRecordType type) {
    List<Entry> all = new ArrayList<>();
    String wanted = name;
    while (wanted != null) {
      String at = wanted;
      entries.stream()
          .filter(entry -> entry.name().equals(at) && entry.type().equals(type))
          .forEach(all::add);
      wanted = other(at, all);
    }
    return all;
  }

  private @Nullable String other(String name, List<Entry> all) {
    for (Entry entry : entries) {
      if (entry.name().equals(name) && entry.type().equals(DnsRecordType.CNAME)) {
        all.add(entry);
        return entry.value() + ".";
      }
    }
    return null;
  }

  private static ByteBuf data(Entry entry) {
    if (entry.type().equals(DnsRecordType.CNAME)) {
      ByteBuf labels = Unpooled.buffer();
      for (String label : entry.value().split("\\.", -1)) {
        labels.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
      return labels.writeByte(0);
    }
    try {
      return Unpooled.wrappedBuffer(InetAddress.getByName(entry.value()).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
