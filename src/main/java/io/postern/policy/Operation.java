package io.postern.policy;

import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule can decide: every command, a client that connects, and a data connection that
 * arrives. There are {@link #COUNT}, each with an index.
 *
 * @param index 0 to {@link #COUNT} - 1
 * @param label how rules, explanations and the audit log name it: {@code stor}, {@code connect}
 * @param verb the command; null for what is no command
 */
public record Operation(int index, String label, @Nullable Verb verb) {

  private static final List<Operation> ALL = new ArrayList<>();

  private static final Map<Verb, Operation> COMMANDS = new EnumMap<>(Verb.class);

  static {
    for (Verb verb : Verb.values()) {
      COMMANDS.put(verb, add(verb.label(), verb));
    }
  }

  /** A client has connected; nothing is known but who and when. Denied, it is told 421. */
  public static final Operation CONNECT = add("connect", null);

  /** The server has connected to a pinhole of PORT or EPRT. Denied, it is reset. */
  public static final Operation ACTIVE_DATA = add("active-data", null);

  /** The client has connected to a pinhole of PASV or EPSV. Denied, it is reset. */
  public static final Operation PASSIVE_DATA = add("passive-data", null);

  /** How many there are. */
  public static final int COUNT = ALL.size();

  /** The operation of a command. */
  public static Operation of(Verb verb) {
    return Objects.requireNonNull(COMMANDS.get(verb));
  }

  /** The operation of a command: a MDTM that sets a time does what MFMT does, and counts as it. */
  public static Operation of(Command command) {
    return of(PathArgument.setsTime(command) ? Verb.MFMT : command.verb());
  }

  /** A data connection of a mode. */
  public static Operation data(DataMode mode) {
    return mode == DataMode.ACTIVE ? ACTIVE_DATA : PASSIVE_DATA;
  }

  /** The operation of this label, in any case; {@code other} is every verb that is not known. */
  public static Optional<Operation> of(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(each -> each.label.equals(lower)).findFirst();
  }

  /** All, in the order of their indexes. */
  public static List<Operation> all() {
    return Collections.unmodifiableList(ALL);
  }

  private static Operation add(String label, @Nullable Verb verb) {
    Operation added = new Operation(ALL.size(), label, verb);
    ALL.add(added);
    return added;
  }

  @Override
  public String toString() {
    return label;
  }
}
