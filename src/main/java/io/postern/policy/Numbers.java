package io.postern.policy;

import java.util.Arrays;

/** A list of numbers. Filled once, then read. */
final class Numbers {

  private int[] all = new int[2];
  private int size;

  void add(int number) {
    if (size == all.length) {
      all = Arrays.copyOf(all, 2 * size);
    }
    all[size++] = number;
  }

  int get(int index) {
    return all[index];
  }

  int size() {
    return size;
  }
}
