package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * Apache Commons Net's FTPClient, inside this JVM, and its FTPSClient where the visit has TLS. It
 * uses EPRT with IPv6 only.
 */
final class CommonsNet implements FtpClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PART_BYTES = 1024;

  private final boolean resuming;

  CommonsNet() {
    this(false);
  }

  /** {@code resuming}: data connections resume the TLS session of the control connection. */
  CommonsNet(boolean resuming) {
    this.resuming = resuming;
  }

  @Override
  public String name() {
    return resuming ? "commons-net resuming" : "commons-net";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public boolean can(Operation operation, Form form, boolean ipv6) {
    return switch (form) {
      case PORT, PASV -> !ipv6;
      case EPRT -> ipv6;
      case EPSV -> true;
    };
  }

  @Override
  public String retrieve(Visit visit, String remote, Path local) {
    return session(visit, ftp -> get(ftp, remote, local));
  }

  /** Gets a file twice in one session. */
  String retrieveTwice(Visit visit, String remote, Path first, Path second) {
    return session(visit, ftp -> get(ftp, remote, first) && get(ftp, remote, second));
  }

  @Override
  public String store(Visit visit, Path local, String remote) {
    return session(
        visit,
        ftp -> {
          try (InputStream in = Files.newInputStream(local)) {
            return ftp.storeFile(remote, in);
          }
        });
  }

  @Override
  public String append(Visit visit, Path local, String remote) {
    return session(
        visit,
        ftp -> {
          try (InputStream in = Files.newInputStream(local)) {
            return ftp.appendFile(remote, in);
          }
        });
  }

  @Override
  public String resume(Visit visit, String remote, Path local) {
    return session(
        visit,
        ftp -> {
          ftp.setRestartOffset(Files.size(local));
          return get(ftp, remote, local);
        });
  }

  @Override
  public String abort(Visit visit, String large, String small, Path local) {
    return session(
        visit,
        ftp -> {
          try (InputStream data = ftp.retrieveFileStream(large)) {
            assertThat(data.readNBytes(PART_BYTES)).hasSize(PART_BYTES);
          }
          ftp.abort();
          inStep(ftp);
          return get(ftp, small, local);
        });
  }

  @Override
  public String list(Visit visit, Operation kind) {
    StringBuilder names = new StringBuilder();
    String log =
        session(
            visit,
            ftp -> {
              names.append(names(ftp, kind));
              return FTPReply.isPositiveCompletion(ftp.getReplyCode());
            });
    return log + "\n" + names;
  }

  private static String names(FTPClient ftp, Operation kind) throws IOException {
    Stream<String> names =
        switch (kind) {
          case NLST -> Arrays.stream(ftp.listNames());
          case MLSD -> Arrays.stream(ftp.mlistDir()).map(FTPFile::getName);
          default -> Arrays.stream(ftp.listFiles()).map(FTPFile::getName);
        };
    return names.collect(Collectors.joining("\n"));
  }

  private static boolean get(FTPClient ftp, String remote, Path local) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(local, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      return ftp.retrieveFile(remote, out);
    }
  }

  /** An aborted transfer ends in one reply or in two: reads on to the reply of a NOOP. */
  private static void inStep(FTPClient ftp) throws IOException {
    int code = ftp.sendCommand("NOOP");
    while (code != FTPReply.COMMAND_OK) {
      code = ftp.getReply();
    }
  }

  private interface Work {
    boolean done(FTPClient ftp) throws IOException;
  }

  private String session(Visit visit, Work work) {
    StringBuilder log = new StringBuilder();
    FTPClient ftp = client(visit.tls());
    ftp.addProtocolCommandListener(new Log(log));
    try {
      open(ftp, visit);
      assertThat(work.done(ftp)).as("%s", log).isTrue();
      ftp.logout();
      return log.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(log.toString(), e);
    } finally {
      close(ftp);
    }
  }

  private void open(FTPClient ftp, Visit visit) throws IOException {
    ftp.setDefaultTimeout((int) TIMEOUT.toMillis());
    ftp.setConnectTimeout((int) TIMEOUT.toMillis());
    ftp.setDataTimeout(TIMEOUT);
    // By default it doesn't believe the address of a 227.
    ftp.setIpAddressFromPasvResponse(true);
    ftp.setPassiveNatWorkaroundStrategy(null);
    // As a text: what FTPSClient compares with the certificate.
    ftp.connect(visit.host(), visit.port());
    if (ftp instanceof FTPSClient ftps && visit.tls() != null) {
      ftps.execPBSZ(0);
      ftps.execPROT(visit.tls().protectsData() ? "P" : "C");
    }
    assertThat(ftp.login(visit.user(), visit.password())).isTrue();
    ftp.setFileType(FTP.BINARY_FILE_TYPE);
    assertThat(ftp.changeWorkingDirectory(ServedFolder.FILES)).isTrue();
    ftp.setUseEPSVwithIPv4(visit.form().isExtended());
    if (visit.form().isActive()) {
      ftp.enterLocalActiveMode();
    } else {
      ftp.enterLocalPassiveMode();
    }
  }

  private FTPClient client(@Nullable ClientTls tls) {
    if (tls == null) {
      return new FTPClient();
    }
    SSLContext context = TrustedAuthority.contextOf(tls.ca());
    FTPSClient ftps =
        resuming && tls.protectsData()
            ? new ResumingFtps(tls.implicit(), context)
            : new FTPSClient(tls.implicit(), context);
    ftps.setEnabledProtocols(new String[] {tls.version().protocol()});
    ftps.setEndpointCheckingEnabled(true);
    return ftps;
  }

  private static void close(FTPClient ftp) {
    try {
      ftp.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the conversation as the programs do. */
  private record Log(StringBuilder text) implements ProtocolCommandListener {

    @Override
    public void protocolCommandSent(ProtocolCommandEvent event) {
      text.append("\n> ").append(event.getMessage().strip());
    }

    @Override
    public void protocolReplyReceived(ProtocolCommandEvent event) {
      text.append("\n< ").append(event.getMessage().strip());
    }
  }
}
