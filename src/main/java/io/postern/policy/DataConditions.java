package io.postern.policy;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conditions on a data connection, announced or arriving. */
final class DataConditions {

  /** The port of a data connection's peer: any, so that no rule about announced ports is meant. */
  private static final int NOT_TOLD = 0;

  private DataConditions() {}

  static void add(Conditions conditions, Collection<Condition> to) {
    conditions.mode().map(DataConditions::mode).ifPresent(to::add);
    if (!conditions.dataAddresses().isEmpty()) {
      to.add(addresses(conditions.dataAddresses()));
    }
    if (!conditions.dataPorts().isEmpty()) {
      to.add(ports(conditions.dataPorts()));
    }
    conditions.thirdParty().map(DataConditions::thirdParty).ifPresent(to::add);
  }

  private static Condition mode(DataMode wanted) {
    return new Condition(
        facts -> {
          DataMode mode = facts.request.mode();
          return mode == null ? facts.absent() : Truth.of(mode == wanted);
        },
        facts -> {
          DataMode mode = facts.request.mode();
          return mode == null
              ? "no data connection is announced"
              : "mode " + label(mode) + " is not " + label(wanted);
        });
  }

  private static String label(DataMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static Condition addresses(List<Network> networks) {
    NetworkSet set = NetworkSet.of(networks);
    return named(
        facts -> facts.data != null && set.contains(facts.data),
        endpoint -> PeerConditions.isNotIn("data address", endpoint.address(), networks));
  }

  private static Condition ports(List<Conditions.Ports> ports) {
    List<String> texts = ports.stream().map(DataConditions::text).toList();
    return new Condition(
        facts -> {
          Endpoint named = facts.request.dataAddress();
          return named == null || named.port() == NOT_TOLD
              ? facts.absent()
              : Truth.of(isOne(ports, named));
        },
        facts ->
            whyNot(
                facts.request.dataAddress(),
                endpoint -> "data port " + endpoint.port() + " is not " + Listing.of(texts)));
  }

  private static boolean isOne(List<Conditions.Ports> ports, Endpoint endpoint) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).contains(endpoint.port())) {
        return true;
      }
    }
    return false;
  }

  private static String text(Conditions.Ports ports) {
    return ports.first() == ports.last()
        ? String.valueOf(ports.first())
        : ports.first() + "-" + ports.last();
  }

  private static Condition thirdParty(boolean wanted) {
    return named(
        facts -> isThirdParty(facts) == wanted,
        endpoint ->
            "data address "
                + AddressLiteral.format(endpoint.address())
                + (wanted ? " is not a third party's" : " is a third party's"));
  }

  /** The server's own data connections come from the server, all others concern the client. */
  private static boolean isThirdParty(Facts facts) {
    AddressBits expected =
        facts.request.operation().equals(Operation.ACTIVE_DATA) ? facts.server : facts.client;
    return facts.data != null && !facts.data.equals(expected);
  }

  /** A condition on the endpoint that is named or connects. */
  private static Condition named(Predicate<Facts> holds, Function<Endpoint, String> whyNot) {
    return new Condition(
        facts -> facts.data == null ? facts.absent() : Truth.of(holds.test(facts)),
        facts -> whyNot(facts.request.dataAddress(), whyNot));
  }

  private static String whyNot(@Nullable Endpoint endpoint, Function<Endpoint, String> whyNot) {
    return endpoint == null ? "no data address is named" : whyNot.apply(endpoint);
  }
}
