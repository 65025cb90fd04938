package io.postern.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A test's end of a control channel: blocking, in the clear, under TLS, and in the clear again. It
 * reads no byte further than it is asked for.
 */
public final class ControlSocket implements Closeable {

  private static final SSLContext CONTEXT = TestCertificate.get().context();
  private static final int DEADLINE_MILLIS = 20_000;
  private static final int ALERT = 0x15;

  /** TLS 1.3 hides its alerts. */
  private static final int APPLICATION_DATA = 0x17;

  private final Socket plain;
  private final SSLContext context;
  private @Nullable SSLSocket secure;
  private String protocol = "";

  /** Kept until the end: the JDK closes the socket below one that nobody holds any more. */
  private final List<SSLSocket> kept = new ArrayList<>();

  /** Over a connected socket. */
  public ControlSocket(Socket plain) {
    this(plain, CONTEXT);
  }

  /** The same with keys and trust of its own. */
  public ControlSocket(Socket plain, SSLContext context) {
    this.plain = plain;
    this.context = context;
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(DEADLINE_MILLIS);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The TCP connection. */
  public Socket plain() {
    return plain;
  }

  /** Sends a line. */
  public void type(String line) {
    send(line + "\r\n");
  }

  /** Sends a line and reads one. */
  public String ask(String line) {
    type(line);
    return line();
  }

  /** Sends text at once. */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes at once. */
  public void send(byte[] bytes) {
    try {
      top().getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes in the clear, whatever else is there. */
  public void sendPlain(String text) {
    try {
      plain.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line without its end; {@code end} if there is none. */
  public String line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = read(); b != '\n'; b = read()) {
        if (b < 0) {
          return line.size() == 0
              ? "end"
              : line.toString(StandardCharsets.ISO_8859_1) + " and the end";
        }
        line.write(b);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes come until the end. */
  public byte[] rest() {
    try {
      return top().getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that comes in the clear until the connection ends, be it by a reset. */
  public String plainRest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      InputStream in = plain.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        rest.write(b);
      }
    } catch (SocketException reset) {
      // It has ended.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  /** Begins TLS as its client. */
  public ControlSocket tlsAsClient(String... protocols) {
    return tls(true, protocols);
  }

  /** Begins TLS as its server. */
  public ControlSocket tlsAsServer(String... protocols) {
    return tls(false, protocols);
  }

  /** Begins TLS as its client, and offers these application protocols (ALPN). */
  public ControlSocket tlsOffering(String... applicationProtocols) {
    return tls(
        true,
        socket -> {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setApplicationProtocols(applicationProtocols);
          socket.setSSLParameters(parameters);
        });
  }

  private ControlSocket tls(boolean client, String... protocols) {
    return tls(
        client,
        socket -> {
          if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
          }
        });
  }

  private ControlSocket tls(boolean client, Consumer<SSLSocket> settings) {
    try {
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, TestCertificate.NAME, plain.getPort(), false);
      kept.add(socket);
      socket.setUseClientMode(client);
      settings.accept(socket);
      if (client) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(TestCertificate.NAME)));
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      secure = socket;
      protocol = socket.getSession().getProtocol();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS over a data connection that resumes this channel's session if the other side lets it. */
  public SSLSocket resume(Socket data) throws IOException {
    return dataTls(context, data);
  }

  /** TLS over a data connection with a session of its own. */
  public SSLSocket begin(Socket data) throws IOException {
    return begin(data, TlsContexts.believing());
  }

  /** The same with keys and trust of its own. */
  public SSLSocket begin(Socket data, SSLContext with) throws IOException {
    return dataTls(with, data);
  }

  /** TLS over a data connection as its server. */
  public SSLSocket accept(Socket data) throws IOException {
    SSLSocket socket = dataTls(context, data);
    socket.setUseClientMode(false);
    return socket;
  }

  private SSLSocket dataTls(SSLContext context, Socket data) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(data, TestCertificate.NAME, plain.getPort(), true);
    socket.setEnabledProtocols(new String[] {protocol});
    kept.add(socket);
    return socket;
  }

  /** The version that the last handshake agreed on; empty before. */
  public String protocol() {
    return protocol;
  }

  /** What the other side has shown. */
  public Certificate peerCertificate() {
    try {
      return Objects.requireNonNull(secure).getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The application protocol that the handshake agreed on (ALPN); empty for none. */
  public String applicationProtocol() {
    return Objects.requireNonNull(secure).getApplicationProtocol();
  }

  /** Begins another handshake on the same connection; with TLS 1.3 that is a KeyUpdate. */
  public void renegotiate() {
    try {
      SSLSocket socket = Objects.requireNonNull(secure);
      socket.startHandshake();
      if (protocol.equals("TLSv1.2")) {
        socket.getInputStream().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other side has ended TLS: answers with close_notify and goes on in the clear. */
  public void endTlsTogether() {
    try {
      SSLSocket ending = Objects.requireNonNull(secure);
      if (ending.getInputStream().read() >= 0) {
        throw new AssertionError("more came under TLS");
      }
      ending.close();
      secure = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other side has ended TLS: reads its close_notify, and goes on in the clear without one. */
  public void endTlsSilently() {
    try {
      byte[] header = plain.getInputStream().readNBytes(5);
      if (header.length < 5 || (header[0] != ALERT && header[0] != APPLICATION_DATA)) {
        throw new AssertionError("no TLS record");
      }
      plain.getInputStream().skipNBytes(((header[3] & 0xFF) << 8) + (header[4] & 0xFF));
      secure = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its half: with close_notify under TLS, then FIN. */
  public void end() {
    try {
      if (secure != null) {
        secure.shutdownOutput();
      }
      plain.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its half without close_notify. */
  public void endWithoutNotify() {
    try {
      plain.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the connection; what is unread makes it a reset. */
  public void hangUp() {
    close();
  }

  private int read() throws IOException {
    try {
      return top().getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }

  private Socket top() {
    return secure == null ? plain : secure;
  }

  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Reference.reachabilityFence(kept);
    }
  }
}
