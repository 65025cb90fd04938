package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many control channels of one host, all at the same step. */
final class Crowd implements Closeable {

  /** Below the backlog of Apache FtpServer, which is 50. */
  private static final int AT_ONCE = 32;

  private final List<SocketChannel> members = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);

  /** Connects that many, a few at a time, and reads each greeting. */
  static Crowd connect(Host host, InetSocketAddress to, int count) throws Exception {
    Crowd crowd = new Crowd();
    try {
      return host.call(
          () -> {
            while (crowd.members.size() < count) {
              crowd.join(to, Math.min(AT_ONCE, count - crowd.members.size()));
            }
            return crowd;
          });
    } catch (Exception e) {
      crowd.close();
      throw e;
    }
  }

  private void join(InetSocketAddress to, int count) throws IOException {
    int first = members.size();
    for (int i = 0; i < count; i++) {
      members.add(SocketChannel.open(to));
    }
    expect(220, members.subList(first, first + count));
  }

  /** Sends the line from each, then reads each one's reply, which has this code. */
  List<String> all(String line, int code) throws IOException {
    byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (SocketChannel member : members) {
      member.write(ByteBuffer.wrap(bytes));
    }
    return expect(code, members);
  }

  private List<String> expect(int code, List<SocketChannel> from) throws IOException {
    List<String> replies = new ArrayList<>();
    for (SocketChannel member : from) {
      String reply = reply(member);
      if (!reply.startsWith(code + " ")) {
        throw new AssertionError("expected " + code + ", got " + reply);
      }
      replies.add(reply);
    }
    return replies;
  }

  private String reply(SocketChannel member) throws IOException {
    StringBuilder reply = new StringBuilder();
    while (reply.indexOf("\n") < 0) {
      buffer.clear();
      if (member.read(buffer) < 0) {
        throw new IOException("a session of the crowd ended after: " + reply);
      }
      reply.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
    }
    return reply.toString().stripTrailing();
  }

  int size() {
    return members.size();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel member : members) {
      member.close();
    }
  }
}
