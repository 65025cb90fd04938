package io.postern.config;

import io.postern.policy.NamePattern;
import io.postern.policy.Users;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A word in a condition on users.
 *
 * @param text as it stands in the file
 * @param pattern what it matches; empty if it is a name, or {@code anonymous}
 */
record UserName(String text, Optional<NamePattern> pattern) {

  static final String ANONYMOUS = "anonymous";

  /** All of them as one condition. */
  static Users users(List<UserName> all) {
    Set<String> names = new HashSet<>();
    List<NamePattern> patterns = new ArrayList<>();
    boolean anonymous = false;
    for (UserName each : all) {
      if (each.text.equals(ANONYMOUS)) {
        anonymous = true;
      } else if (each.pattern.isPresent()) {
        patterns.add(each.pattern.get());
      } else {
        names.add(each.text);
      }
    }
    return new Users(Set.copyOf(names), List.copyOf(patterns), anonymous);
  }
}
