package io.postern.policy;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Rules by their users: exact names, and what a glob begins with. */
final class ByUser extends Discriminator<ByUser.Key> {

  /** How much of the beginning of a glob counts: so many look-ups may be made for a name. */
  private static final int MAX_START = 8;

  /** What a name may have in common with a rule. */
  enum Kind {
    WHOLE,
    START,
    ANONYMOUS
  }

  /** A name, the start of one, or any that means an anonymous user. */
  record Key(Kind kind, String text) {}

  private static final Key ANONYMOUS = new Key(Kind.ANONYMOUS, "");

  private final Set<Integer> starts = new TreeSet<>();

  @Override
  Set<Key> keys(Rule rule) {
    return rule.when().users().map(ByUser::keys).orElse(Set.of());
  }

  private static Set<Key> keys(Users users) {
    Set<Key> keys = new HashSet<>();
    users.names().forEach(name -> keys.add(new Key(Kind.WHOLE, name)));
    for (NamePattern pattern : users.patterns()) {
      String prefix = pattern.literalPrefix();
      if (prefix.isEmpty()) {
        return Set.of();
      }
      keys.add(new Key(Kind.START, prefix.substring(0, Math.min(MAX_START, prefix.length()))));
    }
    if (users.anonymous()) {
      keys.add(ANONYMOUS);
    }
    return keys;
  }

  @Override
  void add(int number, CompiledRule rule) {
    super.add(number, rule);
    keys(rule.rule).stream()
        .filter(key -> key.kind() == Kind.START)
        .forEach(key -> starts.add(key.text().length()));
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    String user = facts.request.user();
    if (user == null) {
      return;
    }
    offer(new Key(Kind.WHOLE, user), facts, candidates);
    for (int length : starts) {
      if (length <= user.length()) {
        offer(new Key(Kind.START, user.substring(0, length)), facts, candidates);
      }
    }
    if (facts.request.anonymous()) {
      offer(ANONYMOUS, facts, candidates);
    }
  }
}
