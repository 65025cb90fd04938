package io.postern.policy;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.ftp.Text;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Conditions on who talks to whom. */
final class PeerConditions {

  private static final int SHOWN_OF_NAME = 64;
  private static final int SHOWN_OF_SUBJECT = 256;

  private PeerConditions() {}

  static void add(Conditions conditions, Collection<Condition> to) {
    if (!conditions.listeners().isEmpty()) {
      to.add(listeners(conditions.listeners()));
    }
    conditions.tls().map(PeerConditions::tls).ifPresent(to::add);
    if (!conditions.clients().isEmpty()) {
      to.add(clients(conditions.clients()));
    }
    if (!conditions.servers().isEmpty()) {
      to.add(servers(conditions.servers()));
    }
    conditions.targets().map(PeerConditions::targets).ifPresent(to::add);
    conditions.certificates().map(PeerConditions::certificates).ifPresent(to::add);
    conditions.users().map(PeerConditions::users).ifPresent(to::add);
  }

  private static Condition listeners(Set<String> listeners) {
    return new Condition(
        facts -> Truth.of(listeners.contains(facts.request.listener())),
        facts -> "listener " + facts.request.listener() + " is not " + Listing.sorted(listeners));
  }

  private static Condition tls(boolean wanted) {
    return new Condition(
        facts ->
            wanted && !facts.request.tls()
                ? facts.absent()
                : Truth.of(facts.request.tls() == wanted),
        facts -> "the control channel is " + (wanted ? "not " : "") + "under TLS");
  }

  private static Condition certificates(Certificates certificates) {
    return new Condition(
        facts -> {
          Subject subject = facts.request.certificate();
          return subject.isNone() ? facts.absent() : Truth.of(certificates.contains(subject));
        },
        facts -> {
          Subject subject = facts.request.certificate();
          return subject.isNone()
              ? "the client has shown no certificate"
              : "certificate "
                  + Text.escape(subject.text(), SHOWN_OF_SUBJECT)
                  + " is not "
                  + list(certificates);
        });
  }

  private static String list(Certificates certificates) {
    return Listing.of(
        Stream.of(certificates.commonNames(), certificates.subjects())
            .flatMap(PeerConditions::texts)
            .toList());
  }

  private static Stream<String> texts(Names names) {
    return Stream.concat(
        names.exact().stream().sorted(), names.patterns().stream().map(NamePattern::toString));
  }

  private static Condition clients(List<Network> networks) {
    NetworkSet set = NetworkSet.of(networks);
    return new Condition(
        facts -> Truth.of(set.contains(facts.client)),
        facts -> isNotIn("client", facts.request.client(), networks));
  }

  private static Condition servers(List<Network> networks) {
    NetworkSet set = NetworkSet.of(networks);
    return new Condition(
        facts -> facts.server == null ? facts.serverless() : Truth.of(set.contains(facts.server)),
        facts -> {
          InetAddress server = facts.request.server();
          return server == null
              ? "no server is connected yet"
              : isNotIn("server", server, networks);
        });
  }

  private static Condition targets(Hosts hosts) {
    NetworkSet networks = NetworkSet.of(hosts.networks());
    return new Condition(
        facts -> {
          String target = facts.request.target();
          if (target == null) {
            return facts.serverless();
          }
          boolean byAddress = facts.server != null && networks.contains(facts.server);
          return Truth.of(byAddress || hosts.hasName(target));
        },
        facts -> {
          String target = facts.request.target();
          return target == null
              ? "the client has named no server"
              : "target " + target + " is not " + list(hosts);
        });
  }

  private static String list(Hosts hosts) {
    return Listing.of(
        Stream.concat(
                hosts.names().stream().map(HostPattern::toString),
                hosts.networks().stream().map(Network::toString))
            .toList());
  }

  static String isNotIn(String what, InetAddress address, List<Network> networks) {
    return what + " " + AddressLiteral.format(address) + " is not in " + Listing.of(networks);
  }

  private static Condition users(Users users) {
    return new Condition(
        facts -> areThey(users, facts),
        facts -> {
          String user = facts.request.user();
          return user == null
              ? "no user is named yet"
              : "user " + Text.escape(user, SHOWN_OF_NAME) + " is not " + list(users);
        });
  }

  private static Truth areThey(Users users, Facts facts) {
    String user = facts.request.user();
    return user == null
        ? facts.absent()
        : Truth.of(users.contains(user, facts.request.anonymous()));
  }

  private static String list(Users users) {
    Stream<String> names = users.names().stream().sorted();
    Stream<String> patterns = users.patterns().stream().map(NamePattern::toString);
    Stream<String> anonymous = users.anonymous() ? Stream.of("anonymous") : Stream.empty();
    return Listing.of(Stream.of(names, patterns, anonymous).flatMap(each -> each).toList());
  }
}
