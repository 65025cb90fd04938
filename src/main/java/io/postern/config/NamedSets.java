package io.postern.config;

import io.postern.policy.Hosts;
import io.postern.policy.Operation;
import io.postern.policy.VerbGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** The section {@code sets} of a rules file: each key is the name of a set. Gives their names. */
final class NamedSets implements Shape<List<String>> {

  /** Begins with a letter, so that no address is a name. */
  static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

  private static final int MOST_SETS = 1_000;

  static final RuleKey<List<io.postern.ftp.Network>> NETWORKS =
      values(SetKind.NETWORKS, "Networks and addresses, for `client`, `server`, `data-address`.");
  static final RuleKey<List<Hosts>> HOSTS =
      values(SetKind.HOSTS, "Host names, globs and networks, for `target`.");
  static final RuleKey<List<UserName>> USERS =
      values(SetKind.USERS, "Names, globs and regular expressions, for `user`.");
  static final RuleKey<List<CertificateName>> CERTIFICATES =
      values(
          SetKind.CERTIFICATES,
          "Names, subjects, globs and regular expressions, for `certificate`.");
  static final RuleKey<List<String>> EXTENSIONS =
      values(SetKind.EXTENSIONS, "Extensions of file names, for `extension`.");
  static final RuleKey<Path> FILE =
      RuleKey.of(
          "file",
          TextShape.of(Scalars.file(), Schemas.of("type", "string")),
          "none",
          "A file with more values: one a line, `#` begins a comment; relative to the rules file,"
              + " read again when it changes. One of the keys above must be there too; it may be"
              + " `[]`.");
  static final List<RuleKey<?>> KEYS =
      List.of(NETWORKS, HOSTS, USERS, CERTIFICATES, EXTENSIONS, FILE);

  private static final List<RuleKey<?>> KINDS =
      List.of(NETWORKS, HOSTS, USERS, CERTIFICATES, EXTENSIONS);
  private static final Section SET = new Section(KEYS);

  private static <T> RuleKey<List<T>> values(SetKind<T> kind, String description) {
    return RuleKey.of(kind.label(), Items.of(kind.value()).orNone(), "none", description);
  }

  @Override
  public Optional<List<String>> read(Node node, Place at, Reading reading) {
    if (Nodes.isNothing(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof MappingNode mapping)) {
      reading.problems().expected(at, expected(), Nodes.shown(node));
      return Optional.empty();
    }
    Map<Place, NodeTuple> entries = Section.entries(mapping, at, reading);
    if (entries.size() > MOST_SETS) {
      reading.problems().mistake(at, "expected at most " + MOST_SETS + " sets, got more");
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    entries.forEach((place, entry) -> readSet(entry, place, reading).ifPresent(names::add));
    return Optional.of(names);
  }

  private static Optional<String> readSet(NodeTuple entry, Place at, Reading reading) {
    String name = Section.name(entry);
    checkName(name, at, reading);
    Place place = reading.at(entry.getValueNode(), at.key());
    SET.read(entry.getValueNode(), place, reading)
        .flatMap(fields -> kind(fields, reading).map(key -> set(fields, key, name, reading)))
        .ifPresentOrElse(set -> reading.addSet(name, set), () -> reading.addWrongSet(name));
    return Optional.of(name);
  }

  private static void checkName(String name, Place at, Reading reading) {
    if (!name.matches(NAME)) {
      reading.problems().expected(at, "a letter, then 0 to 63 letters, digits, '-' or '_'", name);
    } else if (VerbGroup.of(name).isPresent() || Operation.of(name).isPresent()) {
      reading
          .problems()
          .mistake(
              at, "expected a name that is no verb and no group, such as \"" + name + "-set\"");
    } else if (name.equalsIgnoreCase(UserName.ANONYMOUS)) {
      reading
          .problems()
          .mistake(at, "expected another name: in conditions, `anonymous` is whoever has no name");
    }
  }

  /** The one key that says what the values are. */
  private static Optional<RuleKey<?>> kind(Fields fields, Reading reading) {
    List<RuleKey<?>> given = KINDS.stream().filter(fields::isGiven).toList();
    if (given.size() == 1) {
      return Optional.of(given.get(0));
    }
    Place at = given.isEmpty() ? fields.place() : fields.place(given.get(1));
    reading
        .problems()
        .mistake(
            at,
            given.isEmpty()
                ? "expected one of networks, hosts, users, certificates, extensions, which says what"
                    + " the values are; beside a file with all of them, `networks: []`"
                : "expected values of one kind; it has " + given.get(0).name() + " already");
    return Optional.empty();
  }

  private static NamedSet<?> set(Fields fields, RuleKey<?> key, String name, Reading reading) {
    if (key.equals(NETWORKS)) {
      return set(fields, NETWORKS, SetKind.NETWORKS, name, reading);
    }
    if (key.equals(HOSTS)) {
      return set(fields, HOSTS, SetKind.HOSTS, name, reading);
    }
    if (key.equals(CERTIFICATES)) {
      return set(fields, CERTIFICATES, SetKind.CERTIFICATES, name, reading);
    }
    return key.equals(USERS)
        ? set(fields, USERS, SetKind.USERS, name, reading)
        : set(fields, EXTENSIONS, SetKind.EXTENSIONS, name, reading);
  }

  private static <T> NamedSet<T> set(
      Fields fields, RuleKey<List<T>> key, SetKind<T> kind, String name, Reading reading) {
    SetValues<T> values = new SetValues<>(kind, "sets." + name, reading);
    fields.find(key).ifPresent(given -> values.addAll(given, fields.place(key)));
    fields.find(FILE).ifPresent(file -> values.read(file, fields.place(FILE)));
    return new NamedSet<>(kind, values.all());
  }

  @Override
  public String expected() {
    return "names of sets, each as `office: {networks: [10.0.0.0/8]}`";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = Schemas.of("type", List.of("object", "null"));
    schema.put("propertyNames", Schemas.text(NAME));
    Map<String, Object> set = SET.schema();
    set.put(
        "oneOf", KINDS.stream().map(kind -> Schemas.of("required", List.of(kind.name()))).toList());
    schema.put("additionalProperties", set);
    return schema;
  }
}
