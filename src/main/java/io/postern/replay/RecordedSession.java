package io.postern.replay;

import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import org.jspecify.annotations.Nullable;

/** What a session's lines tell of its state: who is logged in, and where. */
final class RecordedSession {

  private final FilePath home;
  private final boolean windowsPaths;
  private @Nullable String user;
  private boolean tls;
  private FilePath directory;
  private @Nullable DataMode mode;
  private @Nullable RecordedLine greeted;
  private boolean ended;

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

  /** The user of a command; for USER the one that it names. */
  @Nullable String user(RecordedLine line) {
    Command command = line.command();
    if (command.verb() == Verb.USER) {
      return command.argumentText();
    }
    String told = line.line().text("user");
    return told.isEmpty() ? user : told;
  }

  boolean tls() {
    return tls;
  }

  /** Of a set-up its own; of a transfer that of the set-up before. */
  @Nullable DataMode mode(Operation operation) {
    Verb verb = operation.verb();
    if (verb == null) {
      return operation.equals(Operation.ACTIVE_DATA) ? DataMode.ACTIVE : DataMode.PASSIVE;
    }
    return switch (verb.kind()) {
      case SET_UP -> announced(verb);
      case TRANSFER -> mode;
      default -> null;
    };
  }

  /** Takes in what a command has done. */
  void follow(RecordedLine line) {
    Verb verb = line.command().verb();
    FilePath path = path(line);
    user = user(line);
    switch (verb) {
      case CWD, XCWD, CDUP, XCUP -> directory = line.done() ? path : directory;
      case USER, PASS, ACCT -> directory = line.done() ? home : directory;
      case REIN -> forgetUser(line.done());
      case AUTH -> tls |= line.code() == 234;
      case PASV, EPSV, PORT, EPRT -> mode = line.done() ? announced(verb) : mode;
      default -> mode = verb.kind() == Verb.Kind.TRANSFER ? null : mode;
    }
  }

  private void forgetUser(boolean done) {
    user = done ? null : user;
    directory = done ? FilePath.UNKNOWN : directory;
  }

  private static DataMode announced(Verb verb) {
    return verb == Verb.PORT || verb == Verb.EPRT ? DataMode.ACTIVE : DataMode.PASSIVE;
  }

  /** Keeps a connect until the next line tells whether a rule refused it; null forgets it. */
  void greet(@Nullable RecordedLine line) {
    greeted = line;
  }

  @Nullable RecordedLine greeted() {
    return greeted;
  }

  /** The candidate would have ended the session. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }
}
