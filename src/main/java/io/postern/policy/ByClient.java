package io.postern.policy;

import io.postern.ftp.Network;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules by the networks of their clients: a look-up for each length of prefix that is in use, not
 * for each network.
 */
final class ByClient extends Discriminator<ByClient.Key> {

  /** A network. */
  record Key(AddressBits first, int prefix) {
    static Key of(Network network) {
      return new Key(AddressBits.of(network.address()), network.prefix());
    }
  }

  private final Set<Integer> prefixes4 = new TreeSet<>();
  private final Set<Integer> prefixes6 = new TreeSet<>();

  @Override
  Set<Key> keys(Rule rule) {
    return rule.when().clients().stream().map(Key::of).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  void add(int number, CompiledRule rule) {
    super.add(number, rule);
    keys(rule.rule).forEach(key -> prefixes(key.first()).add(key.prefix()));
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    for (int prefix : prefixes(facts.client)) {
      offer(new Key(facts.client.first(prefix), prefix), facts, candidates);
    }
  }

  private Set<Integer> prefixes(AddressBits address) {
    return address.ipv6() ? prefixes6 : prefixes4;
  }
}
