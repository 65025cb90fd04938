package io.postern.upstream;

import java.util.Collection;
import java.util.Set;

/** Why a client gets no server. Of several reasons the one that passes soonest. */
public enum NoServer {
  /** Each that is up has as many sessions as it may. */
  FULL("every server has as many sessions as it may"),
  /** All that are up have failed this session, or it has tried as often as it may. */
  TRIED("no server could be reached"),
  /** None is up. */
  DOWN("no server is up"),
  /** None takes new sessions: they are drained. */
  DRAINED("every server is being drained"),
  /** The choice is by user, and the user has no server. */
  NO_ROUTE("the user has no server");

  private final String text;

  NoServer(String text) {
    this.text = text;
  }

  /** For the reply to the client (421) and for the audit log; ASCII, nothing of the client's. */
  public String text() {
    return text;
  }

  /** Why none of these can be had. */
  static NoServer among(Collection<Member> candidates, Set<Server> tried) {
    return candidates.stream()
        .map(each -> of(each, tried))
        .min(NoServer::compareTo)
        .orElse(NO_ROUTE);
  }

  private static NoServer of(Member member, Set<Server> tried) {
    if (member.draining()) {
      return DRAINED;
    } else if (tried.contains(member.server())) {
      return TRIED;
    }
    return member.isUp() ? FULL : DOWN;
  }
}
