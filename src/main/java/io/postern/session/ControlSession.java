package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Verb;
import io.postern.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One control session without input or output: what comes in, in order, is answered with what is to
 * be done, in order. It never calls back, knows no clock, and belongs to one thread.
 */
public final class ControlSession {

  private final Supplier<Policy> policy;
  private final Endpoint local;
  private final SessionContext context;
  private final Security security;
  private final SessionRules rules;
  private final LoginState login;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Transfers transfers;
  private final TlsDemands demands;
  private final ClientSecurity clientSecurity;
  private final CommandPath commands;
  private final ReplyPath replies;
  private final Reception reception;
  private final ServerArrival arrival;
  private final Timers timers;
  private final Deadlines deadlines;
  private final Inputs inputs;
  private final Ending ending;
  private final Closing closing;
  private final SessionSight sight;

  /** A session that remembers for itself alone which servers refuse EPSV. */
  public ControlSession(
      String id,
      String listener,
      Endpoint client,
      Endpoint local,
      SessionSettings settings,
      Rulebook rulebook,
      LongSupplier expectationIds,
      long nowNanos,
      Instant startedAt) {
    this(
        id,
        listener,
        client,
        local,
        settings,
        rulebook,
        EpsvMemory.ofSession(),
        expectationIds,
        nowNanos,
        startedAt);
  }

  /**
   * A session whose client has just connected.
   *
   * @param id unique in the process; letters and digits
   * @param listener the listener's name
   * @param client the client's end
   * @param local the gateway's end: the address that the client reached
   * @param rulebook what it asks before it does anything
   * @param memory which servers refuse EPSV
   * @param expectationIds gives the next expectation's id, unique in the process
   * @param nowNanos the time, as in every call below
   * @param startedAt the same moment by the calendar, for rules that know hours and days
   */
  public ControlSession(
      String id,
      String listener,
      Endpoint client,
      Endpoint local,
      SessionSettings settings,
      Rulebook rulebook,
      EpsvMemory memory,
      LongSupplier expectationIds,
      long nowNanos,
      Instant startedAt) {
    Policy snapshot = rulebook.policy().get();
    SessionRef ref = new SessionRef(id, listener, client, null, null, snapshot.generation());
    this.policy = rulebook.policy();
    this.local = local;
    context = new SessionContext(ref, local, settings, snapshot, nowNanos, startedAt);
    closing = new Closing(context);
    timers = new Timers(context, closing);
    Faults faults = new Faults(context, closing);
    login = new LoginState(context);
    queue = new TransactionQueue(context, this::completed);
    ReplyMatcher matcher = new ReplyMatcher(queue);
    security = new Security(settings.tls());
    ServerSecurity serverSecurity = new ServerSecurity(context, security, queue, closing);
    RuleCheck check = new RuleCheck(context, security);
    RuleLimits limits = new RuleLimits(context, rulebook.quotas(), queue);
    WorkingDirectory directory = new WorkingDirectory(context, queue, login);
    TransferOutcome outcome = new TransferOutcome(context, limits, queue::overtake);
    channels = new DataChannels(context, security, outcome);
    transfers = new Transfers(context, limits, security, outcome, channels);
    Prediction prediction = new Prediction(context, expectationIds);
    rules = new SessionRules(context, check, limits, directory, channels, closing);
    Deviations deviations = new Deviations(context, queue, closing);
    Algs algs = new Algs(context, queue);
    ServerSetUp asks = new ServerSetUp(context, queue, prediction, closing, algs, memory);
    SetUp setUp = new SetUp(context, queue, channels, prediction, login, deviations, asks);
    PassThrough passThrough =
        new PassThrough(context, security, check, prediction, queue, channels, timers, closing);
    demands = new TlsDemands(security, queue);
    clientSecurity =
        new ClientSecurity(
            context,
            security,
            demands,
            serverSecurity,
            queue,
            login,
            channels,
            passThrough,
            closing);
    CommandRules asked =
        new CommandRules(context, security, check, limits, directory, queue, channels, closing);
    reception = new Reception(context, security, queue, rules, asked, closing, timers);
    commands =
        new CommandPath(
            context,
            queue,
            channels,
            transfers,
            setUp,
            algs,
            asked,
            deviations,
            clientSecurity,
            demands,
            reception,
            closing);
    replies =
        new ReplyPath(
            context,
            queue,
            matcher,
            login,
            setUp,
            rules,
            security,
            serverSecurity,
            passThrough,
            reception,
            closing);
    arrival =
        new ServerArrival(
            context, serverSecurity, replies, rules, login, reception, timers, closing);
    sight = new SessionSight(context, security, closing, login, queue, channels);
    deadlines = new Deadlines(timers, channels, passThrough, closing);
    DataInputs data = new DataInputs(setUp, channels, transfers, rules, timers);
    ending =
        new Ending(
            context,
            security,
            closing,
            timers,
            queue,
            matcher,
            channels,
            passThrough,
            setUp,
            commands,
            replies,
            rules);
    inputs =
        new Inputs(
            context,
            commands,
            arrival,
            reception,
            clientSecurity,
            serverSecurity,
            passThrough,
            data,
            faults,
            timers,
            deadlines,
            ending,
            closing);
  }

  /** What is to be done at once: to be called first. */
  public List<Action> begin() {
    context.publish(new GatewayEvent.SessionOpened(context.ref(), local));
    clientSecurity.connected();
    rules.connected();
    if (!closing.begun()) {
      arrival.begin();
    }
    settle();
    return context.leave();
  }

  /** Gives back what the session holds among all sessions. Idempotent; done when it ends. */
  public void release() {
    rules.release();
  }

  /**
   * Takes an input.
   *
   * @param nowNanos monotonic, in nanoseconds, not before an earlier call's
   */
  public List<Action> receive(Input input, long nowNanos) {
    context.enter(policy.get(), nowNanos);
    if (!ending.ended()) {
      inputs.take(input);
      settle();
    }
    return context.leave();
  }

  /**
   * When a {@link Input.Tick} is due, on the scale of {@code nowNanos}; Long.MAX_VALUE if never.
   */
  public long deadline() {
    return ending.ended() ? Long.MAX_VALUE : deadlines.first();
  }

  /** Whether its end has begun: what the peers still send is of no interest. */
  public boolean closing() {
    return closing.begun();
  }

  /** Whether the session has ended: it does nothing any more. */
  public boolean ended() {
    return ending.ended();
  }

  /** The session as events name it, as it stands now. */
  public SessionRef ref() {
    return context.ref();
  }

  /** How much memory, nearly, the commands and replies take that wait for others. */
  public long memoryBytes() {
    return queue.memoryBytes() + commands.memoryBytes() + replies.memoryBytes();
  }

  /**
   * How the session stands, for who watches it; changes nothing.
   *
   * @param nowNanos as in {@link #receive}
   */
  public SessionView view(long nowNanos) {
    return sight.view(nowNanos);
  }

  /** After every input: go on with what waited, and see whether an end has come. */
  private void settle() {
    replies.release();
    ending.ofServer();
    commands.release();
    loginDeadline();
    if (!reception.busy()) {
      ending.ofClient(arrival.greeted() && !reception.waits());
    }
    ending.ofWork();
    if (closing.begun()) {
      ending.finish();
    }
  }

  private void loginDeadline() {
    if (arrival.greeted() && !security.blind() && login.loggedIn() == timers.loginIsOwed()) {
      if (login.loggedIn()) {
        timers.loggedIn();
      } else {
        timers.loginOwed();
        channels.drop(PinholeEnd.REINITIALISED);
      }
    }
  }

  private void completed(Transaction transaction, int code) {
    commands.answered(transaction, code);
    if (transaction.kind() == Verb.Kind.LOGIN && login.loggedIn()) {
      demands.loggedIn();
    }
    if (transaction.kind() == Verb.Kind.TRANSFER) {
      transfers.replied(transaction, code);
      bindNext();
    }
  }

  /** Of pipelined transfers the first that is not refused uses the data connection. */
  private void bindNext() {
    @Nullable Transaction next = queue.unboundTransfer();
    if (next != null) {
      transfers.bind(next);
    }
  }
}
