package io.postern.policy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules by the servers that clients name: whole names, what a glob over names ends with, and
 * networks. Before the server is named all of them could match.
 */
final class ByTarget extends Discriminator<ByTarget.Key> {

  /** How many labels of a name's end count: so many look-ups may be made for a name. */
  private static final int MAX_LABELS = 4;

  /** What a server may have in common with a rule. */
  sealed interface Key {}

  /** A name. */
  private record Whole(String name) implements Key {}

  /** The end of names: {@code .example.org}. */
  private record End(String labels) implements Key {}

  /** A network. */
  private record Net(AddressBits first, int prefix) implements Key {}

  private final Set<Integer> prefixes4 = new TreeSet<>();
  private final Set<Integer> prefixes6 = new TreeSet<>();
  private final Bucket all = new Bucket();

  @Override
  Set<Key> keys(Rule rule) {
    return rule.when().targets().map(ByTarget::keys).orElse(Set.of());
  }

  private static Set<Key> keys(Hosts hosts) {
    Set<Key> keys = new HashSet<>();
    for (HostPattern pattern : hosts.names()) {
      Optional<Key> key = key(pattern.toString());
      if (key.isEmpty()) {
        return Set.of();
      }
      keys.add(key.get());
    }
    hosts
        .networks()
        .forEach(each -> keys.add(new Net(AddressBits.of(each.address()), each.prefix())));
    return keys;
  }

  /** Empty for a glob whose end is no whole label. */
  private static Optional<Key> key(String pattern) {
    int wild = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
    if (wild < 0) {
      return Optional.of(new Whole(pattern));
    }
    int dot = pattern.indexOf('.', wild);
    return dot < 0 ? Optional.empty() : Optional.of(new End(lastLabels(pattern.substring(dot))));
  }

  private static String lastLabels(String end) {
    int from = end.length();
    for (int i = 0; i < MAX_LABELS && from > 0; i++) {
      from = end.lastIndexOf('.', from - 1);
    }
    return end.substring(from);
  }

  @Override
  void add(int number, CompiledRule rule) {
    super.add(number, rule);
    all.add(number, rule.operations());
    for (Key key : keys(rule.rule)) {
      if (key instanceof Net net) {
        prefixes(net.first()).add(net.prefix());
      }
    }
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    String target = facts.request.target();
    if (target != null) {
      findNamed(target, facts, candidates);
    } else if (facts.serverless() != Truth.NO) {
      all.offer(facts.request.operation(), candidates);
    }
  }

  private void findNamed(String target, Facts facts, Candidates candidates) {
    offer(new Whole(target), facts, candidates);
    int dot = target.lastIndexOf('.');
    for (int i = 0; i < MAX_LABELS && dot >= 0; i++) {
      offer(new End(target.substring(dot)), facts, candidates);
      dot = target.lastIndexOf('.', dot - 1);
    }
    AddressBits server = facts.server;
    if (server != null) {
      for (int prefix : prefixes(server)) {
        offer(new Net(server.first(prefix), prefix), facts, candidates);
      }
    }
  }

  private Set<Integer> prefixes(AddressBits address) {
    return address.ipv6() ? prefixes6 : prefixes4;
  }
}
