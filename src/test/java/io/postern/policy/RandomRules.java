package io.postern.policy;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.policy.Effect.Verdict;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Random rules and requests over few values, so that they often meet. */
final class RandomRules {

  private static final String[] NETWORKS = {
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.2.0/24",
    "10.1.2.3",
    "192.0.2.0/25",
    "::/0",
    "2001:db8::/32",
    "2001:db8::1"
  };
  private static final String[] ADDRESSES = {
    "10.1.2.3", "10.1.2.4", "10.9.9.9", "192.0.2.7", "192.0.2.200", "2001:db8::1", "2001:db9::1"
  };
  private static final String[] TARGET_CONDITIONS = {
    "example.org",
    "*.example.org",
    "ftp.*",
    "ftp?.example.org",
    "*",
    "*ple.org",
    "*.b.c.d.example.org",
    "a.b.c.d.example.org",
    "10.1.0.0/16",
    "10.1.2.3",
    "2001:db8::/32"
  };
  private static final String[] TARGETS = {
    "example.org",
    "ftp.example.org",
    "ftp1.example.org",
    "a.b.c.d.example.org",
    "x.b.c.d.example.org",
    "example.net",
    "localhost",
    "10.1.2.3"
  };
  private static final String[] USER_CONDITIONS = {
    "bob",
    "eve",
    "acme-1",
    "acme-*",
    "b?b",
    "*",
    "*-1",
    "anonymous",
    "/acme-[0-9]/",
    "acme-long-name-*"
  };
  private static final String[] USERS = {
    "bob", "eve", "acme-1", "acme-22", "acme-long-name-1", "bub", "FTP", "anonymous", "Bob"
  };
  private static final String[] CERTIFICATE_CONDITIONS = {
    "bob", "acme-*", "*", "*-1", "CN=bob,*", "CN=bob,O=Partner", "*,O=Partner", "/CN=acme.*/"
  };
  private static final String[] SUBJECTS = {
    "CN=bob,O=Partner",
    "CN=acme-1,O=Partner",
    "O=x\\,CN=bob",
    "O=Partner",
    "CN=bob,CN=Users",
    "CN=CN\\=bob\\,O\\=Partner"
  };
  private static final String[] GLOBS = {
    "/**",
    "/in/**",
    "/in",
    "/in/*",
    "/a/b/c/d/e/*",
    "/home/{user}/**",
    "/{in,out}/x*",
    "/**/*.exe",
    "/{a/b,in}/**",
    "/out/?",
    "/"
  };
  private static final String[] PATHS = {
    "/",
    "/in",
    "/in/x.exe",
    "/in/x",
    "/IN/x",
    "/out/x1",
    "/out/y",
    "/a/b/c/d/e/f.tar.gz",
    "/a/b",
    "/home/bob/x",
    "/home/acme-1/y.EXE",
    "/home"
  };
  private static final String[] LABELS = {
    "stor", "retr", "list", "write", "read", "login", "connect", "active", "passive", "site"
  };
  private static final String[] OPERATIONS = {
    "stor",
    "retr",
    "list",
    "dele",
    "cwd",
    "user",
    "connect",
    "port",
    "active-data",
    "passive-data",
    "noop"
  };

  private final Random random;

  RandomRules(long seed) {
    this.random = new Random(seed);
  }

  RuleList list(int most, Verdict otherwise) {
    List<Rule> rules = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      rules.add(rule("r" + i));
    }
    return new RuleList(rules, Effect.of(otherwise), chance(4), true);
  }

  Verdict deciding() {
    return pick(Verdict.ALLOW, Verdict.DENY, Verdict.CLOSE);
  }

  private Rule rule(String id) {
    Optional<Conditions> unless =
        chance(4) ? Optional.of(conditions().conditions()) : Optional.empty();
    return new Rule(id, "", conditions().conditions(), unless, effect(id));
  }

  private Effect effect(String id) {
    Optional<Limits> limits = chance(3) ? Optional.of(limits(id)) : Optional.empty();
    return new Effect(pick(Verdict.values()), Optional.empty(), limits, grants(id), chance(4));
  }

  private static Limits limits(String id) {
    return new Limits(id, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());
  }

  private Grants grants(String id) {
    return chance(2)
        ? Grants.NONE
        : new Grants(
            chance(2) ? Optional.of("banner of " + id) : Optional.empty(),
            chance(2) ? Optional.of("syst of " + id) : Optional.empty(),
            chance(3),
            chance(3) ? Optional.of(Requests.address(pick(ADDRESSES))) : Optional.empty());
  }

  private When conditions() {
    When when = When.any();
    if (chance(3)) {
      when.client(some(NETWORKS));
    }
    if (chance(3)) {
      when.user(some(USER_CONDITIONS));
    }
    if (chance(3)) {
      when.path(some(GLOBS));
    }
    if (chance(3)) {
      when.verb(some(LABELS));
    }
    rarer(when);
    return when;
  }

  private void rarer(When when) {
    if (chance(8)) {
      when.listener(some("ftp", "dmz"));
    }
    if (chance(8)) {
      when.server(some(NETWORKS));
    }
    if (chance(6)) {
      when.target(some(TARGET_CONDITIONS));
    }
    if (chance(8)) {
      when.extension(some("exe", "gz", "tar.gz"));
    }
    if (chance(12)) {
      when.direction(pick(Direction.values()));
    }
    if (chance(12)) {
      when.mode(pick(DataMode.values()));
    }
    if (chance(12)) {
      when.tls(chance(2));
    }
    if (chance(6)) {
      when.certificate(some(CERTIFICATE_CONDITIONS));
    }
    if (chance(12)) {
      when.dataAddress(some(NETWORKS));
    }
    if (chance(12)) {
      when.dataPort(random.nextInt(2_000), 1_000 + random.nextInt(2_000));
    }
    if (chance(12)) {
      when.thirdParty(chance(2));
    }
    if (chance(12)) {
      when.time(window());
    }
  }

  private TimeWindow window() {
    return new TimeWindow(
        EnumSet.of(pick(DayOfWeek.values()), pick(DayOfWeek.values())),
        LocalTime.of(random.nextInt(24), 0),
        LocalTime.of(random.nextInt(24), 0),
        ZoneOffset.UTC);
  }

  Request request() {
    return Requests.any()
        .asks(pick(OPERATIONS))
        .listener(pick("ftp", "dmz", "lan"))
        .client(pick(ADDRESSES))
        .server(chance(4) ? null : pick(ADDRESSES))
        .target(chance(3) ? null : pick(TARGETS))
        .user(chance(6) ? null : pick(USERS))
        .tls(chance(2))
        .certificate(chance(2) ? "" : pick(SUBJECTS))
        .path(path())
        .mode(chance(3) ? null : pick(DataMode.values()))
        .data(chance(2) ? null : pick(ADDRESSES), random.nextInt(3_000))
        .at("2026-11-" + (10 + random.nextInt(20)) + "T" + (10 + random.nextInt(14)) + ":00:00Z")
        .request();
  }

  private FilePath path() {
    return switch (random.nextInt(6)) {
      case 0 -> FilePath.NONE;
      case 1 -> FilePath.UNKNOWN;
      default -> FilePath.of(pick(PATHS));
    };
  }

  private String[] some(String... all) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(any -> pick(all))
        .distinct()
        .toArray(String[]::new);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }
}
