package io.postern.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at a session for {@link SessionView}; changes nothing. */
final class SessionSight {

  private final SessionContext context;
  private final Security security;
  private final Closing closing;
  private final LoginState login;
  private final TransactionQueue queue;
  private final DataChannels channels;

  SessionSight(
      SessionContext context,
      Security security,
      Closing closing,
      LoginState login,
      TransactionQueue queue,
      DataChannels channels) {
    this.context = context;
    this.security = security;
    this.closing = closing;
    this.login = login;
    this.queue = queue;
    this.channels = channels;
  }

  /** How it stands now. */
  SessionView view(long nowNanos) {
    Optional<Transaction> open = queue.oldestOpen();
    return new SessionView(
        context.ref(),
        "ftp",
        context.startedAt(),
        state(),
        security.client(),
        security.server(),
        open.map(each -> each.command().maskedName()).orElse(""),
        open.map(each -> each.command().maskedArgument()).orElse(""),
        open.map(each -> Duration.ofNanos(nowNanos - each.startedNanos())).orElse(Duration.ZERO),
        queue.commands(),
        channels.views());
  }

  /** How a session stands that is no FTP. */
  static SessionView plain(SessionContext context, String protocol, boolean over) {
    SessionView.State state =
        over
            ? SessionView.State.CLOSING
            : context.ref().server() == null
                ? SessionView.State.CONNECTING
                : SessionView.State.OPEN;
    return new SessionView(
        context.ref(),
        protocol,
        context.startedAt(),
        state,
        false,
        false,
        "",
        "",
        Duration.ZERO,
        0,
        List.of());
  }

  private SessionView.State state() {
    if (closing.begun()) {
      return SessionView.State.CLOSING;
    }
    if (security.blind()) {
      return SessionView.State.BLIND;
    }
    if (login.loggedIn()) {
      return SessionView.State.OPEN;
    }
    return context.ref().server() == null ? SessionView.State.CONNECTING : SessionView.State.LOGIN;
  }
}
