package io.postern.real;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A temporary folder that servers serve. Its root can't be written to, which vsftpd demands of a
 * root that it changes into; the files and the uploads are in {@value #FILES}.
 */
final class ServedFolder implements AutoCloseable {

  /** The folder below the root that holds everything. */
  static final String FILES = "files";

  private static final int BLOCK_BYTES = 1 << 20;
  private static final String EVERYONE = "rwxrwxrwx";
  private static final String OWNER_WRITES = "rwxr-xr-x";

  private final Path home;
  private final List<Size> sizes;

  private ServedFolder(Path home, List<Size> sizes) {
    this.home = home;
    this.sizes = List.copyOf(sizes);
  }

  /** Makes the folder with one file of each size. */
  static ServedFolder create() {
    return create(Size.values());
  }

  /** Makes the folder with one file of each of these sizes. */
  static ServedFolder create(Size... sizes) {
    try {
      // Not JUnit's @TempDir: the servers run as other users, and must be able to enter.
      Path home = Files.createTempDirectory("postern-served-");
      allow(home, OWNER_WRITES);
      ServedFolder folder = new ServedFolder(home, List.of(sizes));
      allow(Files.createDirectory(folder.root()), OWNER_WRITES);
      allow(Files.createDirectory(folder.files()), EVERYONE);
      for (Size size : sizes) {
        write(folder.file(size.fileName()), size.bytes());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder for the servers' own files: settings, logs. */
  Path home() {
    return home;
  }

  /** The names of the files that it was made with. */
  List<String> fileNames() {
    return sizes.stream().map(Size::fileName).toList();
  }

  /** What the servers serve as {@code /}. */
  Path root() {
    return home.resolve("root");
  }

  /** The file that clients see as {@code /files/NAME}. */
  Path file(String name) {
    return files().resolve(name);
  }

  /** The folder that clients see as {@code /files}. */
  Path files() {
    return root().resolve(FILES);
  }

  /** Makes a folder below the root that everyone may write to, with all that lead to it. */
  Path directory(String path) {
    Path directory = root();
    try {
      for (Path name : Path.of(path)) {
        directory = directory.resolve(name);
        if (!Files.exists(directory)) {
          allow(Files.createDirectory(directory), EVERYONE);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything below the root, with its size: what a server was not told to change is the same. */
  String contents() {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(path -> !path.equals(root()))
          .sorted()
          .map(this::described)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String described(Path path) {
    String name = root().relativize(path).toString();
    return Files.isDirectory(path) ? name + "/" : name + " " + Sha256.of(path);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void allow(Path path, String permissions) throws IOException {

    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** Bytes that never repeat, the same in every run. */
  private static void write(Path file, long bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(bytes);
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long left = bytes; left > 0; left -= BLOCK_BYTES) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, BLOCK_BYTES));
      }
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
