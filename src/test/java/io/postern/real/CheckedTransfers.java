package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients do with one folder, with all that arrives compared by SHA-256. */
final class CheckedTransfers {

  private final AtomicInteger uploads = new AtomicInteger();
  private final ServedFolder folder;

  CheckedTransfers(ServedFolder folder) {
    this.folder = folder;
  }

  /** Runs one session and gives the client's log of it. */
  String perform(FtpClient client, Operation operation, Size size, Visit visit) throws IOException {
    return switch (operation) {
      case RETR -> retrieve(client, size, visit);
      case STOR -> store(client, size, visit);
      case APPE -> append(client, size, visit);
      case REST -> resume(client, size, visit);
      case ABOR -> abort(client, visit);
      case LIST, NLST, MLSD -> list(client, operation, visit);
    };
  }

  private String retrieve(FtpClient client, Size size, Visit visit) {
    Path local = visit.work().resolve("local");
    String log = client.retrieve(visit, size.fileName(), local);
    assertSame(local, served(size), log);
    return log;
  }

  private String store(FtpClient client, Size size, Visit visit) throws IOException {
    Path upload = upload();
    String log = client.store(visit, served(size), upload.getFileName().toString());
    assertSame(upload, served(size), log);
    Files.delete(upload);
    return log;
  }

  private String append(FtpClient client, Size size, Visit visit) throws IOException {
    byte[] whole = Files.readAllBytes(served(size));
    int half = whole.length / 2;
    Path upload = Files.write(upload(), Arrays.copyOf(whole, half));
    Files.setPosixFilePermissions(upload, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path rest = visit.work().resolve("rest");
    Files.write(rest, Arrays.copyOfRange(whole, half, whole.length));

    String log = client.append(visit, rest, upload.getFileName().toString());

    assertSame(upload, served(size), log);
    Files.delete(upload);
    return log;
  }

  private String resume(FtpClient client, Size size, Visit visit) throws IOException {
    byte[] whole = Files.readAllBytes(served(size));
    // The name of the remote file: tnftp resumes only to the same name.
    Path local = visit.work().resolve(size.fileName());
    Files.write(local, Arrays.copyOf(whole, whole.length / 3));

    String log = client.resume(visit, size.fileName(), local);

    assertSame(local, served(size), log);
    assertThat(log).contains("REST " + whole.length / 3);
    return log;
  }

  private String abort(FtpClient client, Visit visit) {
    Path local = visit.work().resolve("local");
    String log = client.abort(visit, Size.LARGE.fileName(), Size.ONE_MIB.fileName(), local);
    assertThat(log).containsIgnoringCase("abor");
    assertSame(local, served(Size.ONE_MIB), log);
    return log;
  }

  private String list(FtpClient client, Operation kind, Visit visit) {
    String log = client.list(visit, kind);
    assertThat(log).contains(folder.fileNames());
    assertThat(log).containsPattern("> " + kind + "\\b");
    return log;
  }

  private Path served(Size size) {
    return folder.file(size.fileName());
  }

  private Path upload() {
    return folder.file("upload-" + uploads.incrementAndGet());
  }

  private static void assertSame(Path actual, Path expected, String log) {
    assertThat(actual).as("%s", log).exists();
    assertThat(Sha256.of(actual)).as("%s", log).isEqualTo(Sha256.of(expected));
  }
}
