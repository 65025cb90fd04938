package io.postern.upstream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pool of servers.
 *
 * @param name unique; in events and metrics
 * @param servers 1 to 256, each once
 * @param choice how one is chosen
 * @param users for {@link Choice#USER}, and only then: the first that matches decides. Who matches
 *     none is turned away
 * @param health how the servers are watched; empty means that each counts as up
 * @param slowStart how long a server that comes back takes to its full share, 0 to 1 h; 0 is at
 *     once
 * @param retries how many more servers a session tries when the first fails before its greeting, 0
 *     to 10
 */
public record PoolSettings(
    String name,
    List<ServerSettings> servers,
    Choice choice,
    List<UserRoute> users,
    Optional<HealthSettings> health,
    Duration slowStart,
    int retries) {

  /** The default of {@code slow-start}. */
  public static final Duration SLOW_START = Duration.ofSeconds(30);

  /** The default of {@code retries}. */
  public static final int RETRIES = 2;

  private static final int MOST_SERVERS = 256;
  private static final int MOST_RETRIES = 10;
  private static final Duration LONGEST_SLOW_START = Duration.ofHours(1);

  /** Copies the lists and checks what the parameters say. */
  public PoolSettings {
    servers = List.copyOf(servers);
    users = List.copyOf(users);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a pool has no name");
    }
    Ranges.check("the number of servers", servers.size(), 1, MOST_SERVERS);
    Ranges.check("slow-start", slowStart, Duration.ZERO, LONGEST_SLOW_START);
    Ranges.check("retries", retries, 0, MOST_RETRIES);
    checkUsers(choice, users, distinct(servers));
  }

  /** Servers in turn, with the defaults of the rest, unwatched. */
  public static PoolSettings of(String name, List<Server> servers) {
    return new PoolSettings(
        name,
        servers.stream().map(ServerSettings::new).toList(),
        Choice.ROUND_ROBIN,
        List.of(),
        Optional.empty(),
        SLOW_START,
        RETRIES);
  }

  /** The same, watched so. */
  public PoolSettings watched(HealthSettings how) {
    return new PoolSettings(name, servers, choice, users, Optional.of(how), slowStart, retries);
  }

  private static Set<Server> distinct(List<ServerSettings> servers) {
    Set<Server> seen = new HashSet<>();
    for (ServerSettings each : servers) {
      if (!seen.add(each.server())) {
        throw new IllegalArgumentException(each.server() + " is in the pool twice");
      }
    }
    return seen;
  }

  private static void checkUsers(Choice choice, List<UserRoute> users, Set<Server> servers) {
    if ((choice == Choice.USER) == users.isEmpty()) {
      throw new IllegalArgumentException("users go with the choice by user, and it with users");
    }
    String strangers =
        users.stream()
            .map(UserRoute::server)
            .filter(server -> !servers.contains(server))
            .map(Server::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!strangers.isEmpty()) {
      throw new IllegalArgumentException("users have servers that the pool has not: " + strangers);
    }
  }
}
