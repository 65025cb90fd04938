package io.postern.config;

/**
 * Where a value stands; the parts are those of {@link Problem}.
 *
 * @param file the file
 * @param line from 1; 0 if there is none
 * @param column from 1; 0 if there is none
 * @param key the key's path
 */
record Place(String file, int line, int column, String key) {

  /** The same spot, for another key. */
  Place of(String otherKey) {
    return new Place(file, line, column, otherKey);
  }

  Problem problem(String message) {
    return new Problem(file, line, column, key, message);
  }
}
