package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.real.FtpsCase.Task;
import io.postern.tls.TlsVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of the FTPS matrix. The whole product has thousands; these are chosen so that every
 * combination ({@link FtpsCase#combinations()}) that any possible row has is in at least one of
 * them.
 */
final class FtpsCases {

  private static final List<FtpClient> CLIENTS =
      List.of(new Curl(), new Lftp(), new CommonsNet(), new CommonsNet(true));

  private static final List<Task> TASKS =
      List.of(
          new Task(Operation.RETR, Size.EMPTY),
          new Task(Operation.RETR, Size.ONE_BYTE),
          new Task(Operation.RETR, Size.SIXTY_FOUR_KIB),
          new Task(Operation.RETR, Size.FOUR_MIB),
          new Task(Operation.STOR, Size.EMPTY),
          new Task(Operation.STOR, Size.ONE_BYTE),
          new Task(Operation.STOR, Size.SIXTY_FOUR_KIB),
          new Task(Operation.STOR, Size.FOUR_MIB),
          new Task(Operation.REST, Size.FOUR_MIB),
          new Task(Operation.LIST, Size.EMPTY));

  private static final List<FtpsCase> CHOSEN = choose(possible().toList());

  private FtpsCases() {}

  /** 200 MiB, in both directions. */
  static Stream<FtpsCase> large() {
    return Stream.of(
        large(FtpsServer.VSFTPD, FtpsStance.TERMINATE, Operation.STOR, TlsVersion.TLS_1_2),
        large(FtpsServer.VSFTPD_REUSE, FtpsStance.BRIDGE, Operation.RETR, TlsVersion.TLS_1_3));
  }

  private static FtpsCase large(
      FtpsServer server, FtpsStance stance, Operation operation, TlsVersion version) {
    Task task = new Task(operation, Size.LARGE);
    return new FtpsCase(server, new Curl(), stance, Form.EPSV, Protection.PRIVATE, version, task);
  }

  /** All chosen rows. */
  static List<FtpsCase> chosen() {
    return CHOSEN;
  }

  /** The chosen rows of a server and a client. */
  static Stream<FtpsCase> of(FtpsServer server, String client) {
    return CHOSEN.stream()
        .filter(row -> row.server() == server && row.client().name().equals(client));
  }

  /** Every row that server, client and gateway can do. */
  static Stream<FtpsCase> possible() {
    return Stream.of(FtpsServer.values())
        .flatMap(
            server ->
                Stream.of(FtpsStance.values())
                    .filter(stance -> stance.fits(server))
                    .flatMap(stance -> possible(server, stance)))
        .filter(FtpsCases::isPossible);
  }

  private static Stream<FtpsCase> possible(FtpsServer server, FtpsStance stance) {
    return CLIENTS.stream()
        .flatMap(
            client ->
                Stream.of(Form.values()).flatMap(form -> possible(server, client, stance, form)));
  }

  private static Stream<FtpsCase> possible(
      FtpsServer server, FtpClient client, FtpsStance stance, Form form) {
    return Stream.of(Protection.values())
        .flatMap(
            data ->
                Stream.of(TlsVersion.values())
                    .flatMap(
                        version ->
                            TASKS.stream()
                                .map(
                                    task ->
                                        new FtpsCase(
                                            server, client, stance, form, data, version, task))));
  }

  private static boolean isPossible(FtpsCase row) {
    boolean clear = row.data() == Protection.CLEAR;
    if (!row.client().can(row.task().operation(), row.form(), false)) {
      return false;
    }
    // curl 7.88 sends data in the clear there, whatever it has asked for (curl's issue 10666).
    if (row.client().name().equals("curl") && row.form().isActive() && !clear) {
      return false;
    }
    // Without TLS on data connections there is nothing to resume.
    if (row.client().name().equals("commons-net resuming") && clear) {
      return false;
    }
    return switch (row.stance()) {
      // A client in the clear has no PROT.
      case ORIGINATE -> clear;
      case OPAQUE -> isPossibleBlind(row);
      case BRIDGE_RESUMED -> !isRefusedByThoseWhoDemandReuse(row);
      default -> true;
    };
  }

  private static boolean isPossibleBlind(FtpsCase row) {
    // The gateway can't see a PORT, nor put its own address into a 227.
    if (row.form() != Form.EPSV) {
      return false;
    }
    if (row.data() == Protection.CLEAR) {
      return row.server() != FtpsServer.PURE_FTPD_3;
    }
    // curl begins TLS before it sends the transfer command: pyftpdlib 1.5.7 resets that.
    if (row.client().name().equals("curl") && row.server() == FtpsServer.PYFTPDLIB) {
      return false;
    }
    // Without tickets, which vsftpd makes the JDK's client do without, ProFTPD resumes nothing.
    if (row.client().name().equals("commons-net resuming")
        && row.server() == FtpsServer.PROFTPD
        && row.version() == TlsVersion.TLS_1_2) {
      return false;
    }
    return !row.server().demandsReuse() || !isRefusedByThoseWhoDemandReuse(row);
  }

  private static boolean isRefusedByThoseWhoDemandReuse(FtpsCase row) {
    return row.client().name().equals("commons-net") && row.data() == Protection.PRIVATE;
  }

  /**
   * Takes the row with the most combinations that are still missing, until none is; of several, the
   * one whose values have been taken least.
   */
  private static List<FtpsCase> choose(Collection<FtpsCase> possible) {
    List<Candidate> left = new ArrayList<>(possible.stream().map(Candidate::new).toList());
    List<FtpsCase> chosen = new ArrayList<>();
    Map<Object, Integer> taken = new HashMap<>();
    while (!left.isEmpty()) {
      Candidate best =
          Collections.max(
              left,
              Comparator.<Candidate>comparingInt(row -> row.missing.size())
                  .thenComparingInt(row -> -row.commonness(taken)));
      best.row.values().forEach(value -> taken.merge(value, 1, Integer::sum));
      Set<Set<Object>> covered = Set.copyOf(best.missing);
      left.forEach(candidate -> candidate.missing.removeAll(covered));
      left.removeIf(candidate -> candidate.missing.isEmpty());
      chosen.add(best.row);
    }
    return chosen;
  }

  /** A row and those of its combinations that no chosen row has. */
  private static final class Candidate {

    private final FtpsCase row;
    private final Set<Set<Object>> missing;

    Candidate(FtpsCase row) {
      this.row = row;
      this.missing = row.combinations();
    }

    int commonness(Map<Object, Integer> taken) {
      return row.values().stream().mapToInt(value -> taken.getOrDefault(value, 0)).sum();
    }
  }
}
