package io.postern.policy;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.ftp.Verb;
import io.postern.policy.Decision.Outcome;
import io.postern.policy.Effect.Verdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of rules means, written as the rules are described: one after the other, without an
 * index and without a third truth value. Where the path can't be told, a reading is chosen: the
 * conditions of {@code when} on it hold and those of {@code unless} don't, or the other way round.
 */
final class ReferenceScan {

  private final RuleList list;
  private final Request request;
  private final List<String> observed = new ArrayList<>();
  private final List<Limits> limits = new ArrayList<>();
  private Grants grants = Grants.NONE;
  private Optional<String> privateData = Optional.empty();

  private ReferenceScan(RuleList list, Request request) {
    this.list = list;
    this.request = request;
  }

  static Decision decide(RuleList list, Request request) {
    return new ReferenceScan(list, request).decide();
  }

  /** Whether a rule matches, with Unix paths. */
  static boolean matches(Rule rule, Request request) {
    return new ReferenceScan(RuleList.NONE, request).matches(rule, isStrict(rule));
  }

  /** What denies matches when in doubt; what allows does not. */
  private static boolean isStrict(Rule rule) {
    return rule.then().verdict() != Verdict.ALLOW;
  }

  private Decision decide() {
    for (Rule rule : list.rules()) {
      if (rule.then().privateData() && refusesNothing(rule) && matches(rule, true)) {
        privateData = privateData.or(() -> Optional.of(rule.id()));
      }
      if (!matches(rule, isStrict(rule))) {
        continue;
      }
      switch (rule.then().verdict()) {
        case ALLOW -> {
          collect(rule.then(), true);
          return decision(Outcome.ALLOW, rule.id(), rule.then());
        }
        case DENY -> {
          return decision(Outcome.DENY, rule.id(), rule.then());
        }
        case CLOSE -> {
          return decision(Outcome.CLOSE, rule.id(), rule.then());
        }
        case OBSERVE -> {
          observed.add(rule.id());
          collect(rule.then(), matches(rule, false));
        }
        case NONE -> collect(rule.then(), matches(rule, false));
      }
    }
    if (list.otherwise().verdict() == Verdict.ALLOW) {
      collect(list.otherwise(), true);
    }
    return decision(
        Outcome.valueOf(list.otherwise().verdict().name()), Policy.DEFAULT_RULE, list.otherwise());
  }

  private static boolean refusesNothing(Rule rule) {
    return rule.then().verdict() != Verdict.DENY && rule.then().verdict() != Verdict.CLOSE;
  }

  private void collect(Effect effect, boolean certain) {
    effect.limits().ifPresent(limits::add);
    if (certain) {
      Grants its = effect.grants();
      grants =
          new Grants(
              grants.banner().isPresent() ? grants.banner() : its.banner(),
              grants.syst().isPresent() ? grants.syst() : its.syst(),
              grants.thirdParty() || its.thirdParty(),
              grants.dataPeer().isPresent() ? grants.dataPeer() : its.dataPeer());
    }
  }

  private Decision decision(Outcome outcome, String rule, Effect effect) {
    return new Decision(outcome, rule, effect.reply(), observed, limits, grants, privateData);
  }

  /** Whether a rule matches under one of the two readings of an unknown path. */
  private boolean matches(Rule rule, boolean inDoubt) {
    return holds(rule.when(), inDoubt)
        && !rule.unless().filter(unless -> holds(unless, !inDoubt)).isPresent();
  }

  private boolean holds(Conditions c, boolean inDoubt) {
    return (c.operations().isEmpty() || c.operations().contains(request.operation()))
        && (c.listeners().isEmpty() || c.listeners().contains(request.listener()))
        && in(c.clients(), request.client())
        && in(c.servers(), request.server())
        && c.targets().map(this::isNamed).orElse(true)
        && c.users().map(this::isOneOf).orElse(true)
        && c.tls().map(wanted -> wanted == request.tls()).orElse(true)
        && c.certificates().map(this::hasShown).orElse(true)
        && (c.directions().isEmpty() || transfers(c))
        && c.mode().map(wanted -> wanted == request.mode()).orElse(true)
        && c.time().map(window -> window.contains(request.time())).orElse(true)
        && holdsForData(c)
        && (c.paths().isEmpty() || aboutFile(inDoubt, pathMatches(c.paths())))
        && (c.extensions().isEmpty() || aboutFile(inDoubt, extensionMatches(c)));
  }

  private static boolean in(List<Network> networks, @Nullable InetAddress address) {
    return networks.isEmpty()
        || (address != null && networks.stream().anyMatch(each -> each.contains(address)));
  }

  private boolean isNamed(Hosts hosts) {
    String target = request.target();
    InetAddress server = request.server();
    return target != null
        && (hosts.hasName(target) || (server != null && hosts.hasAddress(server)));
  }

  private boolean isOneOf(Users users) {
    String user = request.user();
    return user != null
        && (users.names().contains(user)
            || users.patterns().stream().anyMatch(pattern -> pattern.matches(user))
            || (users.anonymous() && request.anonymous()));
  }

  private boolean hasShown(Certificates certificates) {
    Subject subject = request.certificate();
    return !subject.isNone()
        && (isOneOf(certificates.subjects(), subject.text())
            || isOneOf(certificates.commonNames(), subject.commonName()));
  }

  private static boolean isOneOf(Names names, String name) {
    return !name.isEmpty()
        && (names.exact().contains(name)
            || names.patterns().stream().anyMatch(pattern -> pattern.matches(name)));
  }

  private boolean transfers(Conditions c) {
    Verb verb = request.operation().verb();
    return verb != null
        && verb.kind() == Verb.Kind.TRANSFER
        && c.directions().contains(Direction.of(verb));
  }

  private boolean holdsForData(Conditions c) {
    Endpoint data = request.dataAddress();
    InetAddress own =
        request.operation().equals(Operation.data(DataMode.ACTIVE))
            ? request.server()
            : request.client();
    return in(c.dataAddresses(), data == null ? null : data.address())
        && (c.dataPorts().isEmpty()
            || (data != null && c.dataPorts().stream().anyMatch(p -> p.contains(data.port()))))
        && c.thirdParty()
            .map(wanted -> data != null && wanted == !data.address().equals(own))
            .orElse(true);
  }

  private boolean aboutFile(boolean inDoubt, boolean matches) {
    return switch (request.path().state()) {
      case NONE -> false;
      case UNKNOWN -> inDoubt;
      case KNOWN -> matches;
    };
  }

  private boolean pathMatches(List<PathPattern> patterns) {
    String user = Optional.ofNullable(request.user()).map(this::cased).orElse(null);
    return patterns.stream()
        .map(pattern -> PathPattern.of(cased(pattern.toString())))
        .anyMatch(pattern -> pattern.matches(cased(request.path().text()), user));
  }

  /** Enough for the ASCII of these tests; the user in a glob stays what it is. */
  private String cased(String text) {
    return list.windowsPaths() ? text.toLowerCase(Locale.ROOT) : text;
  }

  private boolean extensionMatches(Conditions c) {
    String path = request.path().text();
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return c.extensions().stream().anyMatch(each -> name.endsWith("." + each));
  }
}
