package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.ReplySent;
import io.postern.event.Limit;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;

/** Commands, replies, deviations, and limits. */
final class CommandMeters {

  /** RFC 959's five classes of replies, and RFC 2228's sixth. */
  private static final int REPLY_CLASSES = 6;

  private final MeterTable<Verb, Verdict, Counter> commands;
  private final MeterTable<Deviation, Stance, Counter> deviations;
  private final MeterRow<Verb.Kind, Timer> latency;
  private final Counter[] serverReplies;
  private final Counter[] gatewayReplies;
  private final MeterRow<Limit, Counter> limits;

  CommandMeters(MeterFactory meters, Subscriptions subscriptions) {
    // Not filled: 71 verbs by 4 verdicts, of which a gateway sees a few dozen.
    this.commands =
        new MeterTable<>(Verb.class, Verdict.class, (verb, is) -> command(meters, verb, is));
    this.deviations =
        new MeterTable<>(Deviation.class, Stance.class, (what, is) -> deviation(meters, what, is))
            .filled();
    this.latency = new MeterRow<>(Verb.Kind.class, kind -> latency(meters, kind));
    this.serverReplies = replies(meters, "server");
    this.gatewayReplies = replies(meters, "gateway");
    this.limits = new MeterRow<>(Limit.class, limit -> limit(meters, limit));
    subscriptions.on(CommandCompleted.class, this::command);
    subscriptions.on(ReplySent.class, this::reply);
    subscriptions.on(
        DeviationSeen.class,
        event -> deviations.get(event.deviation(), event.stance()).increment());
    subscriptions.on(LimitHit.class, event -> limits.get(event.limit()).increment());
  }

  private void command(CommandCompleted event) {
    commands.get(event.verb(), event.verdict()).increment();
    if (event.code() != 0) {
      latency.get(event.verb().kind()).record(event.took());
    }
  }

  private void reply(ReplySent event) {
    int replyClass = event.code() / 100;
    if (replyClass >= 1 && replyClass <= REPLY_CLASSES) {
      (event.local() ? gatewayReplies : serverReplies)[replyClass - 1].increment();
    }
  }

  private static Counter command(MeterFactory meters, Verb verb, Verdict verdict) {
    return meters.counter(
        "commands", "Commands that ended", "verb", verb.label(), "verdict", label(verdict));
  }

  private static Counter deviation(MeterFactory meters, Deviation deviation, Stance stance) {
    return meters.counter(
        "deviations",
        "Departures from the standard",
        "deviation",
        deviation.label(),
        "stance",
        label(stance));
  }

  private static Timer latency(MeterFactory meters, Verb.Kind kind) {
    return meters.timer(
        "command", "From a command to its final reply", Buckets.REPLY, "kind", label(kind));
  }

  private static Counter[] replies(MeterFactory meters, String origin) {
    Counter[] counters = new Counter[REPLY_CLASSES];
    for (int i = 0; i < REPLY_CLASSES; i++) {
      counters[i] =
          meters.counter(
              "replies", "Replies that went to clients", "class", (i + 1) + "xx", "origin", origin);
    }
    return counters;
  }

  private static Counter limit(MeterFactory meters, Limit limit) {
    return meters.counter("limits", "Limits that sessions reached", "limit", limit.label());
  }
}
