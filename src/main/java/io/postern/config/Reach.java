package io.postern.config;

import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Line;
import io.postern.ftp.Verb;
import io.postern.policy.Conditions;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which operations conditions can hold for. */
final class Reach {

  /**
   * A condition that can't hold for every operation.
   *
   * @param key the condition
   * @param given whether it is asked for
   * @param can whether it can hold for an operation
   * @param why why it can't hold, for what is left
   */
  private record Narrowing(
      RuleKey<?> key,
      Predicate<Conditions> given,
      BiPredicate<Conditions, Operation> can,
      String why) {}

  private static final String NO_PATH = "nothing that the rule asks for is about a file";
  private static final String NO_ADDRESS = "nothing that the rule asks for names a data address";
  private static final String NO_TLS = "no TLS has begun yet when a client connects";
  private static final String NO_DATA =
      "nothing that the rule asks for has a data connection of this kind";

  private static final List<Narrowing> NARROWINGS =
      List.of(
          new Narrowing(
              ConditionKeys.VERB,
              c -> !c.operations().isEmpty(),
              (c, op) -> c.operations().contains(op),
              "no verb is asked for"),
          new Narrowing(
              ConditionKeys.SERVER,
              c -> !c.servers().isEmpty(),
              Reach::isAfterLogin,
              "no server is known yet when a client connects"),
          new Narrowing(
              ConditionKeys.USER,
              c -> c.users().isPresent(),
              Reach::isAfterLogin,
              "no user is known yet when a client connects"),
          new Narrowing(ConditionKeys.TLS, c -> c.tls().orElse(false), Reach::isAfterLogin, NO_TLS),
          new Narrowing(
              ConditionKeys.CERTIFICATE,
              c -> c.certificates().isPresent(),
              Reach::isAfterLogin,
              NO_TLS),
          new Narrowing(
              ConditionKeys.PATH, c -> !c.paths().isEmpty(), (c, op) -> hasPath(op), NO_PATH),
          new Narrowing(
              ConditionKeys.EXTENSION,
              c -> !c.extensions().isEmpty(),
              (c, op) -> hasPath(op),
              NO_PATH),
          new Narrowing(
              ConditionKeys.DIRECTION,
              c -> !c.directions().isEmpty(),
              (c, op) -> direction(op).filter(c.directions()::contains).isPresent(),
              NO_DATA),
          new Narrowing(
              ConditionKeys.MODE,
              c -> c.mode().isPresent(),
              (c, op) -> hasMode(op, c.mode().orElseThrow()),
              NO_DATA),
          new Narrowing(
              ConditionKeys.DATA_ADDRESS,
              c -> !c.dataAddresses().isEmpty(),
              (c, op) -> namesAddress(op),
              NO_ADDRESS),
          new Narrowing(
              ConditionKeys.DATA_PORT,
              c -> !c.dataPorts().isEmpty(),
              (c, op) -> announces(op),
              NO_ADDRESS),
          new Narrowing(
              ConditionKeys.THIRD_PARTY,
              c -> c.thirdParty().isPresent(),
              (c, op) -> namesAddress(op),
              NO_ADDRESS));

  private static final Set<Operation> WITH_PATH =
      Operation.all().stream().filter(Reach::isAboutAFile).collect(Collectors.toUnmodifiableSet());

  private Reach() {}

  /** What the conditions can hold for. Where it is nothing, the condition at fault is told. */
  static Set<Operation> of(Conditions conditions, Fields when, Problems problems) {
    Set<Operation> left = Set.copyOf(Operation.all());
    for (Narrowing each : NARROWINGS) {
      if (each.given().test(conditions) && !left.isEmpty()) {
        left =
            left.stream()
                .filter(op -> each.can().test(conditions, op))
                .collect(Collectors.toUnmodifiableSet());
        if (left.isEmpty()) {
          problems.warn(when.place(each.key()), "never holds: " + each.why());
        }
      }
    }
    return left;
  }

  /** Where a client has named its server, `connect` is asked again with all that is known then. */
  private static boolean isAfterLogin(Conditions conditions, Operation operation) {
    return !operation.equals(Operation.CONNECT) || conditions.targets().isPresent();
  }

  private static boolean hasPath(Operation operation) {
    return WITH_PATH.contains(operation);
  }

  private static boolean isAboutAFile(Operation operation) {
    Verb verb = operation.verb();
    if (verb == null) {
      return false;
    }
    // Only the subcommands of SITE, and what the gateway does not know, say themselves.
    return verb == Verb.SITE
        || verb == Verb.OTHER
        || Command.parse(Line.of(verb.text() + " a"))
            .filter(
                command -> !PathArgument.of(command, FilePath.of("/"), false).equals(FilePath.NONE))
            .isPresent();
  }

  static Optional<Direction> direction(Operation operation) {
    Verb verb = operation.verb();
    return verb != null && verb.kind() == Verb.Kind.TRANSFER
        ? Optional.of(Direction.of(verb))
        : Optional.empty();
  }

  private static boolean hasMode(Operation operation, DataMode mode) {
    Verb verb = operation.verb();
    if (verb == null) {
      return operation.equals(Operation.data(mode));
    }
    return switch (verb) {
      case PORT, EPRT -> mode == DataMode.ACTIVE;
      case PASV, EPSV -> mode == DataMode.PASSIVE;
      // What a set-up that is not spoken would be made for, the session may still tell.
      default -> verb.kind() == Verb.Kind.TRANSFER || verb.kind() == Verb.Kind.UNSUPPORTED_SET_UP;
    };
  }

  /** A data connection that arrives has an address, but no announced port. */
  private static boolean announces(Operation operation) {
    return operation.equals(Operation.of(Verb.PORT)) || operation.equals(Operation.of(Verb.EPRT));
  }

  private static boolean namesAddress(Operation operation) {
    return announces(operation)
        || operation.equals(Operation.ACTIVE_DATA)
        || operation.equals(Operation.PASSIVE_DATA);
  }
}
