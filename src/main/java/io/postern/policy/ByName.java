package io.postern.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules by names: exact ones, and what a glob begins with. */
abstract class ByName extends Discriminator<ByName.Key> {

  /** How much of the beginning of a glob counts: so many look-ups may be made for a name. */
  private static final int MAX_START = 8;

  /** What a name may have in common with a rule. */
  private enum Kind {
    WHOLE,
    START
  }

  /**
   * A name, or the start of one.
   *
   * @param of what it is a name of
   */
  record Key(String of, Kind kind, String text) {}

  private final Set<Integer> starts = new TreeSet<>();

  static Key whole(String of, String name) {
    return new Key(of, Kind.WHOLE, name);
  }

  /**
   * Adds the keys of some names.
   *
   * @return false if they can't be found by their beginnings
   */
  static boolean add(String of, Set<String> names, List<NamePattern> patterns, Set<Key> to) {
    names.forEach(name -> to.add(whole(of, name)));
    for (NamePattern pattern : patterns) {
      String prefix = pattern.literalPrefix();
      if (prefix.isEmpty()) {
        return false;
      }
      to.add(new Key(of, Kind.START, prefix.substring(0, Math.min(MAX_START, prefix.length()))));
    }
    return true;
  }

  @Override
  void add(int number, CompiledRule rule) {
    super.add(number, rule);
    keys(rule.rule).stream()
        .filter(key -> key.kind() == Kind.START)
        .forEach(key -> starts.add(key.text().length()));
  }

  /** Adds the rules that could match a name. */
  void offer(String of, String name, Facts facts, Candidates candidates) {
    offer(whole(of, name), facts, candidates);
    for (int length : starts) {
      if (length <= name.length()) {
        offer(new Key(of, Kind.START, name.substring(0, length)), facts, candidates);
      }
    }
  }
}
