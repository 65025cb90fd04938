package io.postern.bench;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.DataMode;
import io.postern.ftp.Network;
import io.postern.policy.Conditions;
import io.postern.policy.Effect;
import io.postern.policy.Effect.Verdict;
import io.postern.policy.FilePath;
import io.postern.policy.Grants;
import io.postern.policy.Limits;
import io.postern.policy.NamePattern;
import io.postern.policy.Operation;
import io.postern.policy.PathPattern;
import io.postern.policy.Request;
import io.postern.policy.Rule;
import io.postern.policy.RuleList;
import io.postern.policy.Subject;
import io.postern.policy.TimeWindow;
import io.postern.policy.Users;
import io.postern.policy.VerbGroup;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a server for many partners: five for all of them, and eight kinds that differ by
 * network, user, verb and directory and are as many as there are partners. The default denies.
 */
final class SampleRules {

  private static final int GENERAL = 5;
  private static final int KINDS = 8;
  private static final int REQUESTS = 256;

  private SampleRules() {}

  static RuleList list(int count) {
    List<Rule> rules = new ArrayList<>(general());
    for (int i = 0; rules.size() < count; i++) {
      rules.add(special(i));
    }
    return new RuleList(rules, Effect.of(Verdict.DENY), false, true);
  }

  private static List<Rule> general() {
    return List.of(
        deny("no-programs", new Draft().verbs(VerbGroup.WRITE).extensions("exe", "scr", "bat")),
        deny("no-hidden", new Draft().paths("/**/.*/**")),
        deny("old-names", new Draft().user(NamePattern.regex("eu-[0-9]+"))),
        limit("everybody", new Draft().verbs(VerbGroup.READ, VerbGroup.WRITE)),
        allow(
            "everyday",
            new Draft()
                .verbs(VerbGroup.CONNECT, VerbGroup.LOGIN, VerbGroup.SESSION, VerbGroup.PASSIVE)));
  }

  private static Rule special(int i) {
    int partner = i / KINDS;
    String id = "r" + i;
    String area = "/areas/" + name(partner);
    return switch (i % KINDS) {
      case 0 -> deny(id, new Draft().client(network(partner, 3)));
      case 1 ->
          allow(
              id,
              new Draft()
                  .name(name(partner))
                  .client(network(partner, 1))
                  .paths(area + "/**")
                  .verbs(VerbGroup.READ, VerbGroup.WRITE, VerbGroup.LIST));
      case 2 -> deny(id, new Draft().paths("/archive/" + partner + "/**").verbs(VerbGroup.DELETE));
      case 3 -> limit(id, new Draft().name(name(partner)).verbs(VerbGroup.READ, VerbGroup.WRITE));
      case 4 -> observe(id, new Draft().client(network(partner, 1)).verbs(VerbGroup.SITE));
      case 5 -> allow(id, new Draft().client(network(partner, 2)).paths("/home/{user}/**"));
      case 6 ->
          deny(
              id,
              new Draft()
                  .client(network(partner, 1))
                  .verbs(VerbGroup.ACTIVE)
                  .time(new TimeWindow(Set.of(), at(22), at(6), ZoneId.of("Europe/Berlin"))));
      default ->
          allow(
              id,
              new Draft()
                  .user(NamePattern.glob(name(partner) + "-*"))
                  .paths(area + "/in/*.csv")
                  .verbs(VerbGroup.WRITE));
    };
  }

  /** Requests of partners from the first to the last, and of some that are none. */
  static List<Request> requests(int count) {
    int partners = Math.max(1, (count - GENERAL) / KINDS);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(request(i, (int) ((long) i * partners / REQUESTS)));
    }
    return requests;
  }

  private static Request request(int i, int partner) {
    String name = name(partner);
    String area = "/areas/" + name;
    return switch (i % 10) {
      case 0 -> ask("stor", partner, 1, name, FilePath.of(area + "/in/orders-2026-11.csv"));
      case 1 -> ask("retr", partner, 1, name, FilePath.of(area + "/out/invoice.pdf"));
      case 2 -> ask("list", partner, 1, name, FilePath.of(area));
      case 3 -> ask("stor", partner, 9, name + "-eu", FilePath.of(area + "/in/stock.csv"));
      case 4 -> ask("cwd", partner, 1, name, FilePath.of(area + "/in"));
      case 5 -> ask("retr", partner, 2, name, FilePath.of("/home/" + name + "/x/y/z.tar.gz"));
      case 6 -> ask("stor", partner, 9, "stranger", FilePath.of(area + "/in/x.csv"));
      case 7 -> ask("dele", partner, 1, name, FilePath.of("/archive/" + partner + "/x"));
      case 8 -> ask("connect", partner, 3, null, FilePath.NONE);
      default -> ask("port", partner, 1, name, FilePath.NONE);
    };
  }

  private static Request ask(
      String operation, int partner, int network, @Nullable String user, FilePath path) {
    return new Request(
        Operation.of(operation).orElseThrow(),
        "ftp",
        address(text(partner, network, 77)),
        address("192.0.2.21"),
        user,
        false,
        Subject.NONE,
        path,
        DataMode.PASSIVE,
        null,
        Instant.parse("2026-11-20T12:00:00Z"));
  }

  private static String name(int partner) {
    return "partner" + partner;
  }

  private static Network network(int partner, int which) {
    return Network.parse(text(partner, which, 0) + "/24").orElseThrow();
  }

  private static String text(int partner, int which, int host) {
    return (10 * which) + "." + partner / 256 + "." + partner % 256 + "." + host;
  }

  private static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }

  private static LocalTime at(int hour) {
    return LocalTime.of(hour, 0);
  }

  private static Rule allow(String id, Draft when) {
    return when.rule(id, Effect.ALLOW);
  }

  private static Rule deny(String id, Draft when) {
    return when.rule(id, Effect.of(Verdict.DENY));
  }

  private static Rule observe(String id, Draft when) {
    return when.rule(id, Effect.of(Verdict.OBSERVE));
  }

  private static Rule limit(String id, Draft when) {
    Limits limits = new Limits(id, 1_000_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());
    return when.rule(
        id, new Effect(Verdict.NONE, Optional.empty(), Optional.of(limits), Grants.NONE, false));
  }

  /** A rule that is being written. */
  private static final class Draft {

    private List<Network> clients = List.of();
    private Optional<Users> users = Optional.empty();
    private Set<Operation> operations = Set.of();
    private List<PathPattern> paths = List.of();
    private Set<String> extensions = Set.of();
    private Optional<TimeWindow> time = Optional.empty();

    Draft client(Network network) {
      clients = List.of(network);
      return this;
    }

    Draft name(String name) {
      users = Optional.of(new Users(Set.of(name), List.of(), false));
      return this;
    }

    Draft user(NamePattern pattern) {
      users = Optional.of(new Users(Set.of(), List.of(pattern), false));
      return this;
    }

    Draft verbs(VerbGroup... groups) {
      List<Operation> all = new ArrayList<>();
      for (VerbGroup group : groups) {
        all.addAll(group.operations());
      }
      operations = Set.copyOf(all);
      return this;
    }

    Draft paths(String... globs) {
      paths = List.of(globs).stream().map(PathPattern::of).toList();
      return this;
    }

    Draft extensions(String... ends) {
      extensions = Set.of(ends);
      return this;
    }

    Draft time(TimeWindow window) {
      time = Optional.of(window);
      return this;
    }

    Rule rule(String id, Effect effect) {
      Conditions none = Conditions.NONE;
      Conditions when =
          new Conditions(
              clients,
              none.listeners(),
              none.servers(),
              users,
              none.tls(),
              none.certificates(),
              operations,
              paths,
              extensions,
              none.directions(),
              none.mode(),
              time,
              none.dataAddresses(),
              none.dataPorts(),
              none.thirdParty());
      return new Rule(id, "", when, Optional.empty(), effect);
    }
  }
}
