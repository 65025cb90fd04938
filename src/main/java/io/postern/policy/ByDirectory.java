package io.postern.policy;

import java.util.HashSet;
import java.util.Set;

/**
 * Rules by the directories that their globs begin with. Where the path can't be told all of them
 * could match.
 */
final class ByDirectory extends Discriminator<String> {

  /** How many directories deep: so many look-ups may be made for a path. */
  private static final int MAX_DEPTH = 4;

  private final boolean windowsPaths;
  private final Bucket all = new Bucket();

  ByDirectory(boolean windowsPaths) {
    this.windowsPaths = windowsPaths;
  }

  @Override
  Set<String> keys(Rule rule) {
    Set<String> keys = new HashSet<>();
    for (PathPattern pattern : rule.when().paths()) {
      for (String prefix : pattern.literalPrefixes()) {
        if (prefix.isEmpty()) {
          return Set.of();
        }
        String key = prefix.substring(0, end(prefix, MAX_DEPTH));
        keys.add(windowsPaths ? CaseFolding.fold(key) : key);
      }
    }
    return keys;
  }

  @Override
  void add(int number, CompiledRule rule) {
    super.add(number, rule);
    all.add(number, rule.operations());
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    switch (facts.path.state()) {
      case NONE -> {}
      case UNKNOWN -> all.offer(facts.request.operation(), candidates);
      case KNOWN -> findUnder(facts.path.text(), facts, candidates);
    }
  }

  private void findUnder(String path, Facts facts, Candidates candidates) {
    int end = 0;
    for (int depth = 1; depth <= MAX_DEPTH && end < path.length(); depth++) {
      end = end(path, depth);
      offer(path.substring(0, end), facts, candidates);
    }
  }

  /** Where so many directories end. */
  private static int end(String path, int depth) {
    int end = 0;
    for (int i = 0; i < depth && end >= 0; i++) {
      end = path.indexOf('/', end + 1);
    }
    return end < 0 ? path.length() : end;
  }
}
