package io.postern.policy;

import java.util.Arrays;

/** The rules that may match, in order: some ascending lists, merged as they are read. */
final class Candidates {

  private static final int NONE_LEFT = Integer.MAX_VALUE;

  private Numbers[] lists = new Numbers[8];
  private int[] next = new int[8];
  private int count;

  void add(Numbers ascending) {
    if (ascending.size() == 0) {
      return;
    }
    if (count == lists.length) {
      lists = Arrays.copyOf(lists, 2 * count);
      next = Arrays.copyOf(next, 2 * count);
    }
    lists[count++] = ascending;
  }

  /** The number of the next rule, each once; -1 after the last. */
  int next() {
    int least = NONE_LEFT;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, head(i));
    }
    for (int i = 0; i < count; i++) {
      if (head(i) == least) {
        next[i]++;
      }
    }
    return least == NONE_LEFT ? -1 : least;
  }

  private int head(int list) {
    return next[list] < lists[list].size() ? lists[list].get(next[list]) : NONE_LEFT;
  }
}
