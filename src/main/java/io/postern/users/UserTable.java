package io.postern.users;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The users of one file. Immutable. */
public final class UserTable {

  private static final int MOST_NAME_BYTES = 255;

  private final Map<String, String> hashes;

  /** The highest of all hashes. */
  private final int cost;

  private UserTable(Map<String, String> hashes, int cost) {
    this.hashes = Map.copyOf(hashes);
    this.cost = cost;
  }

  /**
   * Reads lines {@code user:hash}; empty lines and those that begin with {@code #} are none.
   *
   * @param mistakes all are added here; the table is of no use then
   */
  static UserTable parse(String text, List<UserMistake> mistakes) {
    Map<String, String> hashes = new HashMap<>();
    int cost = PasswordHash.LEAST_COST;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        cost = Math.max(cost, read(line, i + 1, hashes, mistakes));
      }
    }
    return new UserTable(hashes, cost);
  }

  /** How many there are. */
  public int size() {
    return hashes.size();
  }

  /**
   * Whether a password is that of a user. A name that is unknown takes as long as one that is
   * known: nobody learns from it who is here.
   */
  public boolean admits(String user, String password) {
    return admits(user, hash -> PasswordHash.matches(password, hash));
  }

  /**
   * The same with another way to check.
   *
   * @param matches whether the password is that of a hash; it takes twice as long for one that
   *     costs one more
   */
  boolean admits(String user, Predicate<String> matches) {
    String hash = hashes.get(user);
    if (hash == null) {
      boolean unused = matches.test(PasswordHash.ofNobody(cost));
      return false;
    }
    boolean admitted = matches.test(hash);
    // 2^c, and once more 2^c, and all powers between, are together that of the dearest.
    for (int c = PasswordHash.cost(hash).orElse(cost); c < cost; c++) {
      boolean unused = matches.test(PasswordHash.ofNobody(c));
    }
    return admitted;
  }

  private static int read(
      String line, int number, Map<String, String> hashes, List<UserMistake> mistakes) {
    int colon = line.indexOf(':');
    String name = line.substring(0, Math.max(0, colon));
    String hash = line.substring(colon + 1);
    int cost = PasswordHash.cost(hash).orElse(0);
    problems(name, cost, hashes).forEach(text -> mistakes.add(new UserMistake(number, text)));
    hashes.put(name, hash);
    return cost;
  }

  private static List<String> problems(String name, int cost, Map<String, String> others) {
    List<String> problems = new ArrayList<>();
    if (!isName(name)) {
      problems.add(
          "expected `user:hash`, with a name of 1 to "
              + MOST_NAME_BYTES
              + " characters without @, comma and spaces");
    } else if (others.containsKey(name)) {
      problems.add("expected each user once, this one stands above already");
    }
    if (cost == 0) {
      problems.add(
          "expected a hash of bcrypt behind the colon ($2b$...); `postern hash-password` makes"
              + " one");
    } else if (cost < PasswordHash.LEAST_COST || cost > PasswordHash.MOST_COST) {
      problems.add(
          "expected a hash with a cost of "
              + PasswordHash.LEAST_COST
              + " to "
              + PasswordHash.MOST_COST
              + ", got "
              + cost);
    }
    return problems;
  }

  /** As the login forms can carry it. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MOST_NAME_BYTES
        && name.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '@' || c == ',' || c == ':');
  }
}
