package io.postern.replay;

import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.HostPort;
import io.postern.ftp.Protection;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import io.postern.policy.PrivateData;
import io.postern.policy.Subject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session's lines tell of its state: who is logged in, and where. */
final class RecordedSession {

  private final FilePath home;
  private final boolean windowsPaths;
  private @Nullable String claimed;
  private boolean tls;
  private Subject certificate = Subject.NONE;
  private Protection data = Protection.CLEAR;
  private FilePath directory;
  private @Nullable DataMode mode;
  private @Nullable Pending pending;
  private boolean ended;
  private @Nullable String target;
  private @Nullable String targetUser;
  private Instant connected = Instant.MIN;

  /**
   * A session whose beginning may not have been recorded.
   *
   * @param home where a session begins after its login
   */
  RecordedSession(FilePath home, boolean windowsPaths) {
    this.home = home;
    this.windowsPaths = windowsPaths;
    this.directory = FilePath.UNKNOWN;
  }

  /** The path that a command is about; that of the line, if it has one, is the gateway's own. */
  FilePath path(RecordedLine line) {
    String told = line.line().text("path");
    if (!told.isEmpty()) {
      return FilePath.of(told);
    }
    return line.isCut()
        ? FilePath.UNKNOWN
        : PathArgument.of(line.command(), directory, windowsPaths);
  }

  /** Whether the gateway may have known a path that this log does not tell. */
  boolean lacksDirectory(RecordedLine line) {
    return line.isCut() || PathArgument.isRelative(line.command(), windowsPaths);
  }

  /** Whom a line is about; a login is decided under the name that it is for. */
  @Nullable String user(RecordedLine line) {
    Command command = line.command();
    if (command.verb() == Verb.USER) {
      return command.argumentText();
    }
    String told = line.line().text("user");
    boolean login = command.verb().kind() == Verb.Kind.LOGIN && claimed != null;
    return login || told.isEmpty() ? claimed : told;
  }

  boolean tls() {
    return tls;
  }

  /** Whom the certificate names that the client has shown. */
  Subject certificate() {
    return certificate;
  }

  /** What the client is told to a command where data connections have to be private. */
  Optional<Reply> ifPrivate(RecordedLine line) {
    return PrivateData.refusal(line.command(), tls, data);
  }

  /** TLS has begun with the client. */
  void begin(RecordedLine line) {
    tls = true;
    certificate = line.subject();
    data = Protection.CLEAR;
  }

  /** The client has named its server. */
  void named(RecordedLine line) {
    target = HostPort.parse(line.line().text("target")).map(HostPort::host).orElse(null);
    targetUser = line.line().text("as");
    connected = Instant.MAX;
  }

  /** The server leg stands. */
  void connected(RecordedLine line) {
    connected = line.end().orElse(Instant.MIN);
  }

  /** The host that the client has named; null if it names none. */
  @Nullable String target() {
    return target;
  }

  /** The user at that host, under whose name the rules are asked about it. */
  @Nullable String targetUser() {
    return targetUser;
  }

  /** Whether a command came behind the connection of the server that was named. */
  boolean knowsServer(Instant began) {
    return !began.isBefore(connected);
  }

  private void endTls(boolean done) {
    tls &= !done;
    certificate = done ? Subject.NONE : certificate;
  }

  /** A choice that the gateway took. */
  private static Protection protection(RecordedLine line) {
    return line.command().argumentText().equalsIgnoreCase("P")
        ? Protection.PRIVATE
        : Protection.CLEAR;
  }

  /** Of a set-up its own; of a transfer that of the set-up before. */
  @Nullable DataMode mode(Operation operation) {
    Verb verb = operation.verb();
    if (verb == null) {
      return operation.equals(Operation.ACTIVE_DATA) ? DataMode.ACTIVE : DataMode.PASSIVE;
    }
    return verb.kind() == Verb.Kind.TRANSFER ? mode : announced(verb);
  }

  /** Takes in what a command has done. */
  void follow(RecordedLine line) {
    Verb verb = line.command().verb();
    FilePath path = path(line);
    claimed = user(line);
    switch (verb) {
      case CWD, XCWD, CDUP, XCUP -> directory = line.done() ? path : directory;
      case USER, PASS, ACCT -> directory = line.done() ? home : directory;
      case REIN -> reinitialise(line.done());
      case SMNT -> directory = line.done() ? FilePath.UNKNOWN : directory;
      case CCC -> endTls(line.done());
      case PROT -> data = line.done() ? protection(line) : data;
      case PASV, EPSV, PORT, EPRT -> mode = line.done() ? announced(verb) : mode;
      default -> mode = verb.kind() == Verb.Kind.TRANSFER ? null : mode;
    }
  }

  private void reinitialise(boolean done) {
    endTls(done);
    data = done ? Protection.CLEAR : data;
    claimed = done ? null : claimed;
    directory = done ? FilePath.UNKNOWN : directory;
  }

  private static @Nullable DataMode announced(Verb verb) {
    return switch (verb) {
      case PASV, EPSV, LPSV, SPSV, CPSV, P_SW, SPAS -> DataMode.PASSIVE;
      case PORT, EPRT, LPRT, SPOR -> DataMode.ACTIVE;
      default -> null;
    };
  }

  /** Keeps a connect or a data connection until the next line tells what the rules said. */
  void await(@Nullable Pending next) {
    pending = next;
  }

  @Nullable Pending pending() {
    return pending;
  }

  /** The candidate would have ended the session. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }
}
