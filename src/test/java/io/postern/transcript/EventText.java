package io.postern.transcript;

import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.ProxyUserAnswered;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.event.GatewayEvent.TransferEnded;
import java.util.Optional;

/** Events as transcripts write them. */
final class EventText {

  private EventText() {}

  /** The event in a line; empty if transcripts don't speak of it. */
  static Optional<String> of(GatewayEvent event) {
    if (event instanceof DeviationSeen seen) {
      return Optional.of("deviation " + seen.deviation().label() + " " + name(seen.stance()));
    }
    if (event instanceof LimitHit hit) {
      return Optional.of("limit " + hit.limit().label());
    }
    if (event instanceof RuleApplied applied) {
      return Optional.of(
          "rule " + applied.rule() + " " + applied.effect().label() + " " + applied.operation());
    }
    if (event instanceof ClientBanned banned) {
      return Optional.of("banned " + banned.rule() + " " + banned.ban().toSeconds() + "s");
    }
    if (event instanceof ConnectionBlocked blocked) {
      return Optional.of("blocked " + name(blocked.reason()));
    }
    if (event instanceof LoginAnswered login) {
      return Optional.of("login " + (login.success() ? "success " : "failure ") + login.code());
    }
    if (event instanceof ProxyUserAnswered answered) {
      return Optional.of(
          "proxy-login " + answered.user() + (answered.success() ? " success" : " failure"));
    }
    if (event instanceof TlsStarted started) {
      return Optional.of("tls-started " + started.side());
    }
    if (event instanceof SessionBlind) {
      return Optional.of("session-blind");
    }
    if (event instanceof TlsFailed failed) {
      return Optional.of("tls-failed " + failed.side());
    }
    if (event instanceof CommandCompleted command) {
      return Optional.of(command(command));
    }
    if (event instanceof TransferEnded transfer) {
      return Optional.of(transfer(transfer));
    }
    return Optional.empty();
  }

  private static String command(CommandCompleted command) {
    String text = command.argument().isEmpty() ? "" : " " + command.argument();
    return "command "
        + command.name()
        + text
        + " "
        + name(command.verdict())
        + " "
        + command.code();
  }

  private static String transfer(TransferEnded transfer) {
    String stats =
        transfer.stats() == null
            ? "none"
            : name(transfer.stats().end())
                + " "
                + transfer.stats().bytesToServer()
                + " "
                + transfer.stats().bytesToClient();
    return "transfer "
        + transfer.verb().text()
        + " "
        + transfer.path()
        + " "
        + name(transfer.mode())
        + " "
        + transfer.code()
        + " "
        + stats;
  }

  private static String name(Enum<?> constant) {
    return Performance.label(constant.name());
  }
}
