package io.postern.session;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.policy.DataLimits;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the session knows of one pinhole and the data connection behind it. */
final class DataChannel {

  /** How far it is; only forward. */
  enum State {
    OPENING,
    WAITING,
    ACCEPTED,
    ENDED,
    /** Gone without a data connection, and nobody was told yet: a transfer that wants it fails. */
    LOST
  }

  static final long NEVER = Long.MAX_VALUE;

  private final Expectation expectation;
  private final Transaction setUp;
  private final boolean held;
  private State state = State.OPENING;
  private @Nullable Transaction transfer;
  private @Nullable DataStats stats;
  private DataLimits limits = DataLimits.NONE;
  private String path = "";
  private int code;
  private long deadline = NEVER;
  private boolean connected;
  private boolean underTls;
  private @Nullable Protection client;
  private @Nullable Endpoint advertised;
  private long openUntil = NEVER;

  /**
   * A predicted one.
   *
   * @param held see {@link Action.OpenPinhole}
   */
  DataChannel(Expectation expectation, Transaction setUp, boolean held) {
    this.expectation = expectation;
    this.setUp = setUp;
    this.held = held;
  }

  /** How it stands, as far as the session knows. */
  DataView view() {
    Transaction used = transfer;
    return new DataView(
        id(),
        mode().name().toLowerCase(Locale.ROOT),
        viewed(),
        used == null ? "" : used.command().maskedName(),
        path,
        used == null ? "" : Direction.of(used.verb()).label());
  }

  private DataView.State viewed() {
    return switch (state) {
      case OPENING, LOST -> DataView.State.OPENING;
      case WAITING -> DataView.State.LISTENING;
      case ACCEPTED, ENDED -> connected ? DataView.State.CONNECTED : DataView.State.ACCEPTED;
    };
  }

  long id() {
    return expectation.id();
  }

  Expectation expectation() {
    return expectation;
  }

  DataMode mode() {
    return expectation.mode();
  }

  /** The command that announced it. */
  Transaction setUp() {
    return setUp;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  /** Whether nobody has connected yet. */
  boolean unused() {
    return state == State.OPENING || state == State.WAITING;
  }

  /** Both sides are connected. */
  void connected() {
    connected = true;
  }

  /**
   * Whether a success of its transfer would be told too early: the other side is being connected
   * to, or the end of its TLS is yet to be seen. Where the sides' modes differ, the server can have
   * delivered all of a small file before the client is there.
   */
  boolean unproven() {
    return state == State.ACCEPTED ? !connected || underTls : awaited();
  }

  /**
   * Whether nobody has connected yet, and no success of its transfer is told before: it may only be
   * unknown yet that the server, which connects, has done so, and sent all of a small file.
   */
  boolean awaited() {
    return unused() && (mode() == DataMode.ACTIVE || !expectation.isPassedOn());
  }

  /** Where the client was told to connect to; null if the gateway connects to it. */
  @Nullable Endpoint advertised() {
    return advertised;
  }

  void advertised(@Nullable Endpoint toClient) {
    advertised = toClient;
  }

  /** Whether it runs, and the end of its TLS is yet to be seen. */
  boolean runsUnderTls() {
    return state == State.ACCEPTED && underTls;
  }

  /** One of its sides is under TLS. */
  void underTls() {
    underTls = true;
  }

  /** Whether it was reset before the end of its TLS: what it carried may lack a part. */
  boolean cutOff() {
    return underTls
        && stats != null
        && (stats.end() == DataEnd.CLIENT_RESET || stats.end() == DataEnd.SERVER_RESET);
  }

  /** The client's side was told to be protected so, which can't be told anew. */
  void protectedAs(Protection told) {
    client = told;
  }

  /** Whether it is free, but protected in another way than its next transfer wants. */
  boolean unfitFor(Protection wanted) {
    return transfer == null && stats == null && client != null && client != wanted;
  }

  /** Whether it carries nothing until its transfer says how it is protected. */
  boolean held() {
    return held;
  }

  /** What rules limit it to. */
  DataLimits limits() {
    return limits;
  }

  void limits(DataLimits wanted) {
    limits = wanted;
  }

  /** The command that uses it; null until there is one. */
  @Nullable Transaction transfer() {
    return transfer;
  }

  void transfer(@Nullable Transaction bound, String file) {
    transfer = bound;
    path = file;
  }

  /** The file that the transfer names; for STOU what the server says. */
  String path() {
    return path;
  }

  void path(String named) {
    path = named;
  }

  /** What it carried; null until it has ended. */
  @Nullable DataStats stats() {
    return stats;
  }

  void ended(DataStats carried) {
    stats = carried;
    state = State.ENDED;
    deadline = NEVER;
  }

  /** The final reply of its transfer; 0 if there is none. */
  int code() {
    return code;
  }

  void code(int replied) {
    code = replied;
  }

  /** When the pinhole's own time is over; no transfer that is refused makes it longer. */
  long openUntil() {
    return openUntil;
  }

  void openUntil(long nanos) {
    openUntil = nanos;
    deadline = nanos;
  }

  /** When its waiting, or its draining, is over. */
  long deadline() {
    return deadline;
  }

  void deadline(long nanos) {
    deadline = nanos;
  }
}
