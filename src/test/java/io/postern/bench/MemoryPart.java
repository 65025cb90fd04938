package io.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a session takes that is logged in and does nothing. */
final class MemoryPart {

  private static final int WARM_UP_SESSIONS = 200;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int MANY = 10_000;
  private static final int DESCRIPTORS_A_SESSION = 2;
  private static final int OTHER_DESCRIPTORS = 200;

  private final Rig rig;
  private final Report report;

  MemoryPart(Rig rig, Report report) {
    this.rig = rig;
    this.report = report;
  }

  /** Opens sessions at a fresh gateway and reads its resident set. */
  void run() throws IOException {
    GatewayProcess gateway = rig.startGateway();
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      rig.ask(Rig.Route.GATEWAY, "idle " + WARM_UP_SESSIONS);
      rig.ask(Rig.Route.GATEWAY, "idle 0");
    }
    long before = gateway.residentBytes();
    report.gateway("resident after warm-up, MiB", mebibytes(before));
    for (int sessions : new int[] {1_000, Math.min(MANY, mostSessions())}) {
      rig.ask(Rig.Route.GATEWAY, "idle " + sessions);
      long now = gateway.residentBytes();
      String more = Report.format("%.1f", (now - before) / 1024.0 / sessions);
      report.gateway(
          "more, an idle session of %,d, KiB (then in all, MiB)".formatted(sessions),
          more + " (" + mebibytes(now) + ")");
    }
    rig.ask(Rig.Route.GATEWAY, "idle 0");
  }

  private static String mebibytes(long bytes) {
    return Report.format("%.0f", bytes / 1048576.0);
  }

  /** As many as the descriptors of a process allow; two sockets each. */
  private static int mostSessions() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String hard = line.split(" {2,}", -1)[2].strip();
        return hard.equals("unlimited")
            ? MANY
            : (Integer.parseInt(hard) - OTHER_DESCRIPTORS) / DESCRIPTORS_A_SESSION;
      }
    }
    throw new IOException("no limit of open files in /proc");
  }
}
