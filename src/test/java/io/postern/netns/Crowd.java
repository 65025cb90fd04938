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

  private final List<SocketChannel> members = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);

  /** Connects that many, one after another, and reads each greeting. */
  static Crowd connect(Host host, InetSocketAddress to, int count) throws Exception {
    Crowd crowd = new Crowd();
    return host.call(
        () -> {
          for (int i = 0; i < count; i++) {
            crowd.members.add(SocketChannel.open(to));
          }
          crowd.expect(220);
          return crowd;
        });
  }

  /** Sends the line from each, then reads each one's reply, which has this code. */
  List<String> all(String line, int code) throws IOException {
    byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (SocketChannel member : members) {
      member.write(ByteBuffer.wrap(bytes));
    }
    return expect(code);
  }

  private List<String> expect(int code) throws IOException {
    List<String> replies = new ArrayList<>();
    for (SocketChannel member : members) {
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
