package io.postern.deploy;

import io.postern.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Runs commands as root in a copy of this machine, with its programs and its packages, where all
 * that they change is gone afterwards: an overlay in a mount namespace, and a network namespace with
 * an {@code eth0} that leads nowhere.
 */
final class MachineCopy {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Mounts vanish with the namespace. /tmp holds the files that the commands are given. */
  private static final String ENTER =
      """
      set -e
      copy=$1
      mount -t tmpfs tmpfs "$copy"
      mkdir "$copy/upper" "$copy/work" "$copy/root"
      mount -t overlay overlay \
        -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/work" "$copy/root"
      mount -t proc proc "$copy/root/proc"
      mount --rbind /dev "$copy/root/dev"
      mount -t tmpfs tmpfs "$copy/root/run"
      mount -t tmpfs tmpfs "$copy/root/tmp"
      cp -R "$2/." "$copy/root/tmp/"
      ip link set lo up
      ip link add eth0 type veth peer name eth1
      ip link set eth0 up
      exec chroot "$copy/root" /bin/bash -c "$3"
      """;

  private final Path folder;
  private final Path given;

  /**
   * A copy to be.
   *
   * @param folder an empty one, for what this needs meanwhile
   */
  MachineCopy(Path folder) throws IOException {
    this.folder = folder;
    this.given = Files.createDirectory(folder.resolve("given"));
  }

  /** The commands find this file in {@code /tmp}, under its own name. */
  MachineCopy with(Path file) throws IOException {
    Files.copy(file, given.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    return this;
  }

  /** What the commands of bash write, to both outputs. */
  String run(String commands) throws IOException {
    Path root = Files.createDirectory(folder.resolve("copy"));
    List<String> command =
        List.of(
            "unshare",
            "--mount",
            "--net",
            "bash",
            "-c",
            ENTER,
            "enter",
            root.toString(),
            given.toString(),
            commands);
    try (Program program = Program.start(folder.resolve("output"), command)) {
      int exit = program.awaitExit(LIMIT);
      return program.output() + "\nexit " + exit + "\n";
    } finally {
      Files.delete(root);
    }
  }
}
