package io.postern.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server that the table names for the user, or none. */
final class ByUser implements Balance {

  private final List<UserRoute> routes;

  ByUser(List<UserRoute> routes) {
    this.routes = routes;
  }

  @Override
  public Collection<Member> candidates(Map<Server, Member> all, Client client) {
    return Optional.ofNullable(client.user())
        .flatMap(this::route)
        .map(all::get)
        .map(List::of)
        .orElse(List.of());
  }

  @Override
  public Member choose(List<Member> free, Client client, long nowNanos) {
    return free.get(0);
  }

  private Optional<Server> route(String user) {
    return routes.stream()
        .filter(route -> route.user().matches(user))
        .map(UserRoute::server)
        .findFirst();
  }
}
