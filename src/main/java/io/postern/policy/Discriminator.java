package io.postern.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One thing that tells rules apart: the client's network, the user, the certificate, the directory,
 * the server that the client names, the listener. A rule stands under all of its keys; a request is
 * looked up under all keys whose rules could match it. Filled once, then read.
 *
 * @param <K> a key
 */
abstract class Discriminator<K> {

  /** What {@link #crowd} says of a rule that can't be found by these keys. */
  static final int NOT_HERE = Integer.MAX_VALUE;

  /** A rule with more keys than that is not found by them: the index would grow too large. */
  private static final int MAX_KEYS = 256;

  private final Map<K, Integer> frequencies = new HashMap<>();
  private final Map<K, Bucket> buckets = new HashMap<>();

  /** The keys of a rule; empty if it can match a request that none of them finds. */
  abstract Set<K> keys(Rule rule);

  /** Adds the rules that could match a request. */
  abstract void find(Facts facts, Candidates candidates);

  /** Counts a rule's keys; all rules are counted before one is added. */
  void count(Rule rule) {
    keys(rule).forEach(key -> frequencies.merge(key, 1, Integer::sum));
  }

  /** Among how many rules this one would stand. */
  int crowd(Rule rule) {
    Set<K> keys = keys(rule);
    return keys.size() > MAX_KEYS
        ? NOT_HERE
        : keys.stream().mapToInt(key -> frequencies.getOrDefault(key, 0)).max().orElse(NOT_HERE);
  }

  /** Adds a rule with a higher number than those before. */
  void add(int number, CompiledRule rule) {
    for (K key : keys(rule.rule)) {
      buckets.computeIfAbsent(key, any -> new Bucket()).add(number, rule.operations());
    }
  }

  /** Whether no rule stands here. */
  boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** Adds the rules under one key. */
  void offer(K key, Facts facts, Candidates candidates) {
    Bucket bucket = buckets.get(key);
    if (bucket != null) {
      bucket.offer(facts.request.operation(), candidates);
    }
  }
}
