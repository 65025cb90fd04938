package io.postern.policy;

import java.util.HashSet;
import java.util.Set;

/** Rules by their users. */
final class ByUser extends ByName {

  private static final String USER = "user";
  private static final Key ANONYMOUS = whole("anonymous", "");

  @Override
  Set<Key> keys(Rule rule) {
    return rule.when().users().map(ByUser::keys).orElse(Set.of());
  }

  private static Set<Key> keys(Users users) {
    Set<Key> keys = new HashSet<>();
    if (!add(USER, users.names(), users.patterns(), keys)) {
      return Set.of();
    }
    if (users.anonymous()) {
      keys.add(ANONYMOUS);
    }
    return keys;
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    String user = facts.request.user();
    if (user == null) {
      return;
    }
    offer(USER, user, facts, candidates);
    if (facts.request.anonymous()) {
      offer(ANONYMOUS, facts, candidates);
    }
  }
}
