package io.postern.policy;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions for tests, one by one. */
final class When {

  private List<Network> clients = List.of();
  private Set<String> listeners = Set.of();
  private List<Network> servers = List.of();
  private @Nullable Hosts targets;
  private @Nullable Users users;
  private @Nullable Boolean tls;
  private @Nullable Certificates certificates;
  private final Set<Operation> operations = new HashSet<>();
  private List<PathPattern> paths = List.of();
  private Set<String> extensions = Set.of();
  private Set<Direction> directions = Set.of();
  private @Nullable DataMode mode;
  private @Nullable TimeWindow time;
  private List<Network> dataAddresses = List.of();
  private List<Conditions.Ports> dataPorts = List.of();
  private @Nullable Boolean thirdParty;

  static When any() {
    return new When();
  }

  When client(String... networks) {
    clients = networks(networks);
    return this;
  }

  private static List<Network> networks(String... networks) {
    return Stream.of(networks).map(Requests::network).toList();
  }

  When listener(String... names) {
    listeners = Set.of(names);
    return this;
  }

  When server(String... networks) {
    servers = networks(networks);
    return this;
  }

  /** Host names, globs over them, and networks. */
  When target(String... hosts) {
    targets =
        new Hosts(
            Stream.of(hosts).flatMap(each -> HostPattern.parse(each).stream()).toList(),
            Stream.of(hosts).flatMap(each -> Network.parse(each).stream()).toList());
    return this;
  }

  /** Names, globs with a star or question mark, {@code /regex/}, {@code anonymous}. */
  When user(String... texts) {
    Set<String> names = new HashSet<>(Set.of(texts));
    boolean anonymous = names.remove("anonymous");
    Set<String> patterns = names.stream().filter(When::isPattern).collect(Collectors.toSet());
    names.removeAll(patterns);
    users = new Users(names, patterns.stream().map(When::pattern).toList(), anonymous);
    return this;
  }

  /** Common names and, with a {@code =} or as {@code *}, subjects; globs, {@code /regex/}. */
  When certificate(String... texts) {
    certificates =
        new Certificates(
            names(Stream.of(texts).filter(text -> !isSubject(text)).toList()),
            names(Stream.of(texts).filter(When::isSubject).toList()));
    return this;
  }

  private static boolean isSubject(String text) {
    return text.contains("=") || text.equals("*");
  }

  private static Names names(List<String> texts) {
    return new Names(
        texts.stream().filter(text -> !isPattern(text)).collect(Collectors.toSet()),
        texts.stream().filter(When::isPattern).map(When::pattern).toList());
  }

  private static boolean isPattern(String text) {
    return text.matches(".*[*?].*|/.*/");
  }

  private static NamePattern pattern(String text) {
    return text.startsWith("/")
        ? NamePattern.regex(text.substring(1, text.length() - 1))
        : NamePattern.glob(text);
  }

  When tls(boolean wanted) {
    tls = wanted;
    return this;
  }

  /** Labels of operations and groups. */
  When verb(String... labels) {
    for (String label : labels) {
      VerbGroup.of(label)
          .ifPresentOrElse(
              group -> operations.addAll(group.operations()),
              () -> operations.add(Requests.operation(label)));
    }
    return this;
  }

  When path(String... globs) {
    paths = Stream.of(globs).map(PathPattern::of).toList();
    return this;
  }

  When extension(String... ends) {
    extensions = Set.of(ends);
    return this;
  }

  When direction(Direction... wanted) {
    directions = Set.of(wanted);
    return this;
  }

  When mode(DataMode wanted) {
    mode = wanted;
    return this;
  }

  When time(TimeWindow window) {
    time = window;
    return this;
  }

  When dataAddress(String... networks) {
    dataAddresses = networks(networks);
    return this;
  }

  When dataPort(int first, int last) {
    dataPorts = List.of(new Conditions.Ports(first, last));
    return this;
  }

  When thirdParty(boolean wanted) {
    thirdParty = wanted;
    return this;
  }

  Conditions conditions() {
    return new Conditions(
        clients,
        listeners,
        servers,
        Optional.ofNullable(targets),
        Optional.ofNullable(users),
        Optional.ofNullable(tls),
        Optional.ofNullable(certificates),
        operations,
        paths,
        extensions,
        directions,
        Optional.ofNullable(mode),
        Optional.ofNullable(time),
        dataAddresses,
        dataPorts,
        Optional.ofNullable(thirdParty));
  }

  Rule rule(String id, Effect.Verdict verdict) {
    return rule(id, Effect.of(verdict));
  }

  Rule rule(String id, Effect effect) {
    return new Rule(id, "", conditions(), Optional.empty(), effect);
  }

  Rule rule(String id, Effect.Verdict verdict, When unless) {
    return new Rule(id, "", conditions(), Optional.of(unless.conditions()), Effect.of(verdict));
  }
}
