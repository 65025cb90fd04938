package io.postern.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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

  private static final Executor AFTER_A_WHILE =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_TRIES = 100;

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
      return new SocketFile(path, privateFolder(path), lockFile);
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

  /** Of a short name: what a socket is bound to has few bytes (AdminAddress.Unix counts on it). */
  private static Path privateFolder(Path beside) throws IOException {
    FileAlreadyExistsException taken = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      String name = String.format(Locale.ROOT, ".a%04x", RANDOM.nextInt(1 << 16));
      try {
        return Files.createDirectory(beside.resolveSibling(name), PRIVATE_FOLDER);
      } catch (FileAlreadyExistsException e) {
        taken = e;
      }
    }
    throw new IOException("there is no free name for a folder beside it", taken);
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

  /** Connecting blocks while the other's queue is full: then somebody listens too. */
  private static boolean answers(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      CompletableFuture<Void> alarm = CompletableFuture.runAsync(() -> close(probe), AFTER_A_WHILE);
      try {
        return probe.connect(UnixDomainSocketAddress.of(path));
      } finally {
        alarm.cancel(false);
      }
    } catch (AsynchronousCloseException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(SocketChannel probe) {
    try {
      probe.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
