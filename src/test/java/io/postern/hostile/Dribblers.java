package io.postern.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Peers that begin a ClientHello and send it a byte at a time. */
final class Dribblers implements Closeable {

  /** A record and a message of 512 bytes, which are well-formed as far as they go. */
  private static final byte[] HELLO = {22, 3, 1, 2, 0, 1, 0, 1, -4, 3, 3};

  private final List<Peer> peers = new ArrayList<>();

  /** Connects that many, to be TLS clients from the first byte. */
  void connect(InetSocketAddress listener, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      peers.add(new Peer(SocketChannel.open(listener)));
    }
  }

  /** Connects that many, to be TLS clients after AUTH. */
  void connectAndAsk(InetSocketAddress listener, int count) throws IOException {
    List<Peer> asking = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asking.add(new Peer(SocketChannel.open(listener)));
    }
    for (Peer peer : asking) {
      peer.expect("220 ");
    }
    for (Peer peer : asking) {
      peer.channel.write(ByteBuffer.wrap("AUTH TLS\r\n".getBytes(StandardCharsets.US_ASCII)));
      peer.began = System.nanoTime();
    }
    for (Peer peer : asking) {
      peer.expect("234 ");
    }
    peers.addAll(asking);
  }

  /** The next byte of each that is still connected. */
  void dribble() throws IOException {
    for (Peer peer : peers) {
      peer.dribble();
    }
  }

  /** How many are still connected. */
  int connected() {
    return (int) peers.stream().filter(peer -> peer.ended == 0).count();
  }

  /** How long each was let; those that are connected still are not told. */
  List<Duration> lives() {
    return peers.stream()
        .filter(peer -> peer.ended != 0)
        .map(peer -> Duration.ofNanos(peer.ended - peer.began))
        .toList();
  }

  @Override
  public void close() throws IOException {
    for (Peer peer : peers) {
      peer.channel.close();
    }
  }

  private static final class Peer {

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(256);
    private long began = System.nanoTime();
    private long ended;
    private int sent;

    Peer(SocketChannel channel) {
      this.channel = channel;
    }

    void expect(String start) throws IOException {
      in.clear();
      while (in.position() == 0 || in.get(in.position() - 1) != '\n') {
        if (channel.read(in) < 0) {
          throw new IOException("the connection ended before " + start);
        }
      }
      String line = StandardCharsets.US_ASCII.decode(in.flip()).toString();
      if (!line.startsWith(start)) {
        throw new IOException("expected " + start + ", got " + line);
      }
    }

    void dribble() throws IOException {
      if (ended != 0) {
        return;
      }
      channel.configureBlocking(false);
      try {
        in.clear();
        if (channel.read(in) < 0) {
          ended = System.nanoTime();
        } else {
          byte next = sent < HELLO.length ? HELLO[sent] : 7;
          sent += channel.write(ByteBuffer.wrap(new byte[] {next}));
        }
      } catch (IOException reset) {
        ended = System.nanoTime();
      }
    }
  }
}
