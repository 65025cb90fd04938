package io.postern.app;

import io.postern.admin.LiveSessions;
import io.postern.ftp.Network;
import io.postern.net.Listeners;
import io.postern.net.SessionList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the sessions to an operator, and ends them. Before listeners are there, none. */
final class SessionControl implements LiveSessions {

  private volatile @Nullable Listeners listeners;

  /** From now on there may be sessions. */
  void watch(Listeners those) {
    listeners = those;
  }

  @Override
  public Listed list(Wanted wanted) {
    Listeners known = listeners;
    if (known == null) {
      return new Listed(List.of(), 0, 0);
    }
    try {
      SessionList list = known.list(wanted.most(), wanted.client(), wanted.user());
      return new Listed(list.sessions(), list.total(), list.silent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the admin port ends", e);
    }
  }

  @Override
  public boolean kick(String id, String reason) {
    return known().filter(those -> those.kick(id, reason)).isPresent();
  }

  @Override
  public int kick(Network client, String reason) {
    return known().map(those -> those.kick(client, reason)).orElse(0);
  }

  @Override
  public boolean drain(boolean wanted) {
    return known().filter(those -> those.drain(wanted)).isPresent();
  }

  @Override
  public boolean drained() {
    return known().filter(Listeners::drained).isPresent();
  }

  private Optional<Listeners> known() {
    return Optional.ofNullable(listeners);
  }
}
