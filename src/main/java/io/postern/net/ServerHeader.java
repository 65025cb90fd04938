package io.postern.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import java.nio.charset.StandardCharsets;

/** The PROXY header that a server gets: the first bytes of its leg, in the clear. */
final class ServerHeader {

  private static final String MAPPED = "::ffff:";

  /** The PROXY protocol, section 2.1: whoever reads it takes the connection's own addresses. */
  private static final byte[] UNKNOWN_V1 = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Section 2.2: the signature, version 2 with LOCAL, no family, no addresses. */
  private static final byte[] LOCAL_V2 = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x20, 0x00, 0x00, 0x00
  };

  private ServerHeader() {}

  /** Writes it, if there is one, before anything else is written; done when it is sent. */
  static ChannelFuture write(Channel server, ProxyProtocol.Send send, Arrival arrival) {
    return send == ProxyProtocol.Send.OFF
        ? server.newSucceededFuture()
        : write(server, message(send, arrival.client(), arrival.reached()));
  }

  /** The header of a connection that is the gateway's own: it speaks for nobody. */
  static ChannelFuture writeOwn(Channel server, ProxyProtocol.Send send) {
    return switch (send) {
      case OFF -> server.newSucceededFuture();
      case V1 -> server.writeAndFlush(Unpooled.wrappedBuffer(UNKNOWN_V1));
      case V2 -> server.writeAndFlush(Unpooled.wrappedBuffer(LOCAL_V2));
    };
  }

  private static ChannelFuture write(Channel server, HAProxyMessage message) {
    ChannelPipeline pipeline = server.pipeline();
    pipeline.addFirst(HAProxyMessageEncoder.INSTANCE);
    ChannelFuture sent = server.writeAndFlush(message);
    pipeline.remove(HAProxyMessageEncoder.INSTANCE);
    return sent;
  }

  /** A header has room for one family: with two, IPv4 is written as IPv6. */
  private static HAProxyMessage message(
      ProxyProtocol.Send send, Endpoint client, Endpoint reached) {
    boolean ipv6 = client.isIpv6() || reached.isIpv6();
    return new HAProxyMessage(
        version(send),
        HAProxyCommand.PROXY,
        ipv6 ? HAProxyProxiedProtocol.TCP6 : HAProxyProxiedProtocol.TCP4,
        text(client, ipv6),
        text(reached, ipv6),
        client.port(),
        reached.port());
  }

  private static HAProxyProtocolVersion version(ProxyProtocol.Send send) {
    return send == ProxyProtocol.Send.V1 ? HAProxyProtocolVersion.V1 : HAProxyProtocolVersion.V2;
  }

  private static String text(Endpoint endpoint, boolean ipv6) {
    String literal = AddressLiteral.format(endpoint.address());
    return ipv6 && !endpoint.isIpv6() ? MAPPED + literal : literal;
  }
}
