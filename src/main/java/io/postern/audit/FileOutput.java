package io.postern.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is appended to. When the path names another file, or none, the path is opened anew:
 * that is how logrotate moves a log away. Its copytruncate works too.
 */
final class FileOutput implements AuditOutput {

  /** The owner writes, the group reads: a log shipper needs no more. */
  private static final String PERMISSIONS = "rw-r-----";

  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final Path path;
  private FileChannel channel;
  private @Nullable Object key;

  FileOutput(Path path) throws IOException {
    this.path = path;
    this.channel = open(path);
    this.key = key(path);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public boolean followRotation() throws IOException {
    if (Objects.equals(key, key(path))) {
      return false;
    }
    FileChannel old = channel;
    channel = open(path);
    key = key(path);
    old.close();
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      FileChannel opened = create(path);
      endBrokenLine(path, opened);
      return opened;
    } catch (IOException e) {
      throw new IOException("can't open audit log " + path + ": " + reason(e), e);
    }
  }

  private static FileChannel create(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return FileChannel.open(path, APPEND);
    }
    var permissions = PosixFilePermissions.fromString(PERMISSIONS);
    return FileChannel.open(path, APPEND, PosixFilePermissions.asFileAttribute(permissions));
  }

  /** A process that was killed may have left half a line; the next one must not be glued to it. */
  private static void endBrokenLine(Path path, FileChannel opened) throws IOException {
    if (Files.isRegularFile(path) && opened.size() > 0 && lastByte(path) != '\n') {
      opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  private static int lastByte(Path path) {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
      return reading.read(last, reading.size() - 1) == 1 ? last.get(0) : '\n';
    } catch (IOException e) {
      return '\n'; // It may be written but not read: then nothing can be told of it.
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such directory";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason != null ? reason : "permission denied";
  }
}
