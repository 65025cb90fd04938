package io.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A session of the load, logged in: under TLS or not, with private data connections or not. */
final class TlsSession implements AutoCloseable {

  private static final byte[] AUTH_TLS = LoadConnection.command("AUTH TLS");
  private static final byte[] PBSZ = LoadConnection.command("PBSZ 0");
  private static final byte[] USER = LoadConnection.command("USER anonymous");

  private final InetSocketAddress server;
  private final LoadConnection control;
  private final @Nullable LoadTls tls;
  private final TlsChannel.Buffers ofData = new TlsChannel.Buffers();
  private boolean isPrivate;
  private String suite = "clear";

  private TlsSession(InetSocketAddress server, LoadConnection control, @Nullable LoadTls tls) {
    this.server = server;
    this.control = control;
    this.tls = tls;
  }

  /**
   * Connects and logs in.
   *
   * @param version such as {@code TLSv1.3}; null for a session in the clear
   */
  static TlsSession login(InetSocketAddress server, @Nullable String version) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    LoadTls tls = version == null ? null : new LoadTls(version);
    try {
      LoadConnection control = LoadConnection.greeted(channel, new LoadConnection.Buffers());
      if (tls != null) {
        control.call(AUTH_TLS, 234);
        control.goOn(tls.over(channel, server, new TlsChannel.Buffers()));
      }
      control.call(USER, 331);
      control.call(LoadConnection.PASS, 230);
      if (tls != null) {
        control.call(PBSZ, 200);
      }
      return new TlsSession(server, control, tls);
    } catch (IOException e) {
      channel.close();
      if (tls != null) {
        tls.close();
      }
      throw e;
    }
  }

  /** Chooses the protection of the data connections that follow. */
  void protect(boolean privately) throws IOException {
    if (privately != isPrivate) {
      control.call(LoadConnection.command(privately ? "PROT P" : "PROT C"), 200);
      isPrivate = privately;
    }
  }

  /** What the last private data connection agreed on. */
  String suite() {
    return suite;
  }

  /**
   * Downloads a file and drops it.
   *
   * @param resuming whether a private data connection must resume the control channel's TLS session
   * @throws IOException if it does not, or the file has not that many bytes
   */
  void retrieve(byte[] command, long bytes, ByteBuffer buffer, boolean resuming)
      throws IOException {
    long got = 0;
    try (SocketChannel socket = control.data()) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      control.call(command, 150);
      try (ByteChannel data = protectedData(socket, resuming)) {
        for (int read = 0; read >= 0; read = data.read(buffer.clear())) {
          got += read;
        }
      }
    }
    control.expect(226);
    if (got != bytes) {
      throw new IOException("wanted " + bytes + " bytes, got " + got);
    }
  }

  private ByteChannel protectedData(SocketChannel socket, boolean resuming) throws IOException {
    if (tls == null || !isPrivate) {
      return socket;
    }
    TlsChannel data = tls.over(socket, server, ofData);
    if (resuming && !data.isResumed()) {
      data.close();
      throw new IOException("the data connection resumed no session");
    }
    suite = data.suite();
    return data;
  }

  @Override
  public void close() throws IOException {
    control.close();
    if (tls != null) {
      tls.close();
    }
  }
}
