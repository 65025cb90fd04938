package io.postern.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place of a Unix socket. The socket is made in a folder that nobody else may enter, gets its
 * mode there, and is then moved to its place in one step: at no moment can it be opened by more
 * users than it should, and one that an earlier process left is replaced, not removed first. A lock
 * beside it, which the kernel lifts when its process is gone, tells a socket that was left from one
 * that is in use.
 */
final class SocketFile implements AutoCloseable {

  private static final FileAttribute<?> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final Path folder;
  private final FileChannel lockFile;
  private @Nullable Object key;

  private SocketFile(Path path, Path folder, FileChannel lockFile) {
    this.path = path;
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Takes the place; the socket is to be bound at {@link #first} then.
   *
   * @throws IOException if it is another's; one line that says why
   */
  static SocketFile take(Path wanted) throws IOException {
    Path path = wanted.toAbsolutePath();
    FileChannel lockFile = lock(path.resolveSibling("." + path.getFileName() + ".lock"));
    try {
      checkFree(path);
      // A short name: all of it must fit into 107 bytes (unix(7)).
      Path parent = path.getParent();
      return new SocketFile(
          path, Files.createTempDirectory(parent, ".a", PRIVATE_FOLDER), lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PRIVATE_FILE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another gateway of this very process has it.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("another gateway uses it");
    }
    return channel;
  }

  private static void checkFree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes there =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!there.isOther()) {
      throw new IOException("there is a file that is no socket");
    }
    if (answers(path)) {
      throw new IOException("another process listens there");
    }
  }

  private static boolean answers(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Where to bind the socket. */
  UnixDomainSocketAddress first() {
    return UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  /** The socket is bound: puts it in its place, with this mode. */
  void publish(Set<PosixFilePermission> mode) throws IOException {
    Path bound = folder.resolve("s");
    Files.setPosixFilePermissions(bound, mode);
    key = key(bound);
    Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder);
  }

  /** Where clients find it. */
  Path path() {
    return path;
  }

  /** Removes it, unless somebody has put another one there, and gives the place back. */
  @Override
  public void close() {
    try {
      if (key != null && key.equals(key(path))) {
        Files.deleteIfExists(path);
      }
      Files.deleteIfExists(folder.resolve("s"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It is gone, or stays as one that the next gateway replaces.
    } finally {
      closeLock();
    }
  }

  private void closeLock() {
    try {
      lockFile.close();
    } catch (IOException e) {
      // The kernel lifts the lock at the latest when the process ends.
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
