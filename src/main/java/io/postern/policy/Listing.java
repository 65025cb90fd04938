package io.postern.policy;

import java.util.Collection;
import java.util.stream.Collectors;

/** A list in a sentence for people; a long one is shortened. */
final class Listing {

  private static final int SHOWN = 4;

  private Listing() {}

  static String of(Collection<?> all) {
    String shown =
        all.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
    return all.size() > SHOWN ? shown + " or " + (all.size() - SHOWN) + " more" : shown;
  }

  /** In the order of the alphabet, for what has none of its own. */
  static String sorted(Collection<String> all) {
    return of(all.stream().sorted().toList());
  }
}
