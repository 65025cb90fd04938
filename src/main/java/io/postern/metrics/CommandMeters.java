package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.ReplySent;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;

/** Commands, replies, and deviations. */
final class CommandMeters {

  /** RFC 959's five classes of replies, and RFC 2228's sixth. */
  private static final int REPLY_CLASSES = 6;

  private final MeterFactory meters;
  private final ByListener<OfListener> listeners;

  CommandMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    this.listeners = ByListener.ofFtp(subscriptions, OfListener::new);
    // Not by listener: that would be hundreds of series for each.
    MeterTable<Deviation, Stance, Counter> deviations =
        new MeterTable<>(Deviation.class, Stance.class, this::deviation).filled();
    subscriptions.on(CommandCompleted.class, this::command);
    subscriptions.on(ReplySent.class, this::reply);
    subscriptions.on(
        DeviationSeen.class,
        event -> deviations.get(event.deviation(), event.stance()).increment());
  }

  private void command(CommandCompleted event) {
    OfListener listener = listeners.of(event.session());
    listener.commands.get(event.verb(), event.verdict()).increment();
    if (event.code() != 0) {
      listener.latency.get(event.verb().kind()).record(event.took());
    }
  }

  private void reply(ReplySent event) {
    int replyClass = event.code() / 100;
    if (replyClass >= 1 && replyClass <= REPLY_CLASSES) {
      OfListener listener = listeners.of(event.session());
      (event.local() ? listener.ownReplies : listener.serverReplies)[replyClass - 1].increment();
    }
  }

  private Counter deviation(Deviation deviation, Stance stance) {
    return meters.counter(
        "deviations",
        "Departures from the standard",
        "deviation",
        deviation.label(),
        "stance",
        label(stance));
  }

  /** The meters of one listener. */
  private final class OfListener {

    private final String name;
    private final MeterTable<Verb, Verdict, Counter> commands;
    private final MeterRow<Verb.Kind, Timer> latency;
    private final Counter[] serverReplies;
    private final Counter[] ownReplies;

    OfListener(String name) {
      this.name = name;
      // Of what passes, a gateway sees a few dozen of 71 verbs. A refusal is rare, and Prometheus
      // sees no increase in a series whose first value is 1.
      this.commands =
          new MeterTable<>(Verb.class, Verdict.class, this::command)
              .filled(Verdict.DENY, Verdict.CLOSE);
      this.latency = new MeterRow<>(Verb.Kind.class, this::latency);
      this.serverReplies = replies("server");
      this.ownReplies = replies("gateway");
    }

    private Counter command(Verb verb, Verdict verdict) {
      return meters.counter(
          "commands",
          "Commands that ended",
          "listener",
          name,
          "verb",
          verb.label(),
          "verdict",
          label(verdict));
    }

    private Timer latency(Verb.Kind kind) {
      return meters.timer(
          "command",
          "From a command to its final reply",
          Buckets.REPLY,
          "listener",
          name,
          "kind",
          label(kind));
    }

    private Counter[] replies(String origin) {
      Counter[] counters = new Counter[REPLY_CLASSES];
      for (int i = 0; i < REPLY_CLASSES; i++) {
        counters[i] =
            meters.counter(
                "replies",
                "Replies that went to clients",
                "listener",
                name,
                "class",
                (i + 1) + "xx",
                "origin",
                origin);
      }
      return counters;
    }
  }
}
