package io.postern.config;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import io.postern.policy.Request;
import io.postern.policy.Subject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A request in words, as {@code postern explain} and the cases of rule tests give it.
 *
 * @param operation what is asked
 * @param client the client's address
 * @param listener the listener's name
 * @param server the server's address
 * @param target the host that the client has named
 * @param user the user's name
 * @param tls whether the client's control channel is under TLS
 * @param certificate whom the client's certificate names
 * @param path what the command names: absolute, or relative to the directory
 * @param directory the working directory, absolute
 * @param mode given, or what the operation says itself
 * @param dataAddress what PORT or EPRT names; of a data connection its peer
 * @param time when; empty if it was not given
 */
public record GivenRequest(
    Operation operation,
    InetAddress client,
    String listener,
    Optional<InetAddress> server,
    Optional<String> target,
    Optional<String> user,
    boolean tls,
    Subject certificate,
    Optional<String> path,
    Optional<String> directory,
    Optional<DataMode> mode,
    Optional<Endpoint> dataAddress,
    Optional<Instant> time) {

  /**
   * The request as a session would make it: at connect nobody knows a user, a server or a path, and
   * no TLS has begun, unless the client has named its server.
   *
   * @param windowsPaths see {@link io.postern.policy.RuleList}
   * @param otherwise when, if it was not given
   */
  public Request request(boolean windowsPaths, Instant otherwise) {
    boolean connect = operation.equals(Operation.CONNECT) && target.isEmpty();
    return new Request(
        operation,
        listener,
        client,
        connect ? null : server.or(this::address).orElse(null),
        target.orElse(null),
        connect ? null : user.orElse(null),
        !connect && tls,
        connect ? Subject.NONE : certificate,
        filePath(windowsPaths),
        connect ? null : ownMode().or(() -> mode).orElse(null),
        connect ? null : dataAddress.orElse(null),
        time.orElse(otherwise));
  }

  private Optional<InetAddress> address() {
    return target.flatMap(AddressLiteral::parse);
  }

  /** The mode that the operation says itself. */
  Optional<DataMode> ownMode() {
    if (operation.equals(Operation.ACTIVE_DATA)) {
      return Optional.of(DataMode.ACTIVE);
    }
    if (operation.equals(Operation.PASSIVE_DATA)) {
      return Optional.of(DataMode.PASSIVE);
    }
    Verb verb = operation.verb();
    return verb == null ? Optional.empty() : ownMode(verb);
  }

  private static Optional<DataMode> ownMode(Verb verb) {
    return switch (verb) {
      case PORT, EPRT, LPRT, SPOR -> Optional.of(DataMode.ACTIVE);
      case PASV, EPSV, LPSV, SPSV, CPSV, P_SW, SPAS -> Optional.of(DataMode.PASSIVE);
      default -> Optional.empty();
    };
  }

  private FilePath filePath(boolean windowsPaths) {
    Verb verb = operation.verb();
    if (verb == null) {
      return FilePath.NONE;
    }
    FilePath at = directory.map(FilePath::of).orElse(FilePath.UNKNOWN);
    if (path.isEmpty()) {
      return isAboutDirectory(verb)
          ? PathArgument.of(command(verb, ""), at, windowsPaths)
          : without(verb);
    }
    // Where the path stands in the argument differs from verb to verb; CWD is nothing but path.
    return PathArgument.of(
        command(isListing(verb) ? verb : Verb.CWD, path.get()), at, windowsPaths);
  }

  /** A verb that names a file, without one: no rule can tell which. */
  private static FilePath without(Verb verb) {
    FilePath some = PathArgument.of(command(verb, "x"), FilePath.of("/"), false);
    return verb == Verb.OTHER || some.equals(FilePath.NONE) ? FilePath.NONE : FilePath.UNKNOWN;
  }

  private static boolean isListing(Verb verb) {
    return verb == Verb.LIST || verb == Verb.NLST || verb == Verb.STAT;
  }

  private static boolean isAboutDirectory(Verb verb) {
    return switch (verb) {
      case LIST, NLST, MLSD, MLST, STAT, STOU, CDUP, XCUP -> true;
      default -> false;
    };
  }

  private static Command command(Verb verb, String argument) {
    return new Command(
        verb,
        verb.text().toUpperCase(Locale.ROOT),
        argument.getBytes(StandardCharsets.UTF_8),
        Line.of(verb.text()));
  }
}
