package io.postern.config;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.ftp.Reply;
import io.postern.policy.Conditions;
import io.postern.policy.Conditions.Ports;
import io.postern.policy.NamePattern;
import io.postern.policy.Operation;
import io.postern.policy.PathPattern;
import io.postern.policy.VerbGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The types of the values in a rules file. */
final class RuleTypes {

  /** The longest user name, path or text: more is a mistake. */
  private static final int MOST_CHARACTERS = 512;

  private static final int MOST = 1_000_000;
  private static final long MOST_BYTES = 1_000_000_000_000_000L;

  private static final String SIZE_PATTERN = "[1-9][0-9]{0,9}([kKMGT]B|[KMGT]iB|B)?";
  private static final String TIME_PATTERN = "[0-9]{1,10}(ms|s|m|h|d)";

  private RuleTypes() {}

  static TextShape<Boolean> truth() {
    return TextShape.of(
        new ValueType<>(
            "true or false",
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(text.equals("true"))
                    : Optional.empty(),
            String::valueOf),
        Schemas.truth());
  }

  /** What is there or not: {@code true}. */
  static TextShape<Optional<Reply>> yes() {
    return TextShape.of(
        new ValueType<>(
            "true",
            text -> text.equals("true") ? Optional.of(Optional.empty()) : Optional.empty(),
            reply -> "true"),
        Schemas.of("const", true));
  }

  /** {@code true}, or the reply. */
  static TextShape<Optional<Reply>> reply() {
    return TextShape.of(
        new ValueType<>(
            "true, or a code from 400 to 599 and a text of printable ASCII, such as `553 Not"
                + " accepted here.`",
            RuleTypes::readReply,
            reply -> reply.map(r -> r.code() + " " + r.text()).orElse("true")),
        Schemas.anyOf(
            Schemas.of("const", true),
            Schemas.text("[45][0-9][0-9] [ -~]{1," + MOST_CHARACTERS + "}")));
  }

  private static Optional<Optional<Reply>> readReply(String text) {
    if (text.equals("true")) {
      return Optional.of(Optional.empty());
    }
    boolean right =
        text.matches("[45][0-9][0-9] [ -~]{1," + MOST_CHARACTERS + "}") && !text.endsWith(" ");
    return right
        ? Optional.of(
            Optional.of(Reply.of(Integer.parseInt(text.substring(0, 3)), text.substring(4))))
        : Optional.empty();
  }

  static TextShape<String> line() {
    return TextShape.of(
        new ValueType<>(
            "a text of printable ASCII, " + MOST_CHARACTERS + " characters at most",
            text -> Optional.of(text).filter(t -> t.matches("[ -~]{1," + MOST_CHARACTERS + "}")),
            text -> text),
        Schemas.anyOf(
            Schemas.text("[ -~]{1," + MOST_CHARACTERS + "}"), Schemas.of("type", "number")));
  }

  static TextShape<String> name() {
    return TextShape.of(
        Scalars.name(),
        Schemas.anyOf(Schemas.text("[A-Za-z0-9_.-]{1,64}"), Schemas.of("type", "number")));
  }

  static TextShape<String> anyText() {
    return TextShape.of(
        new ValueType<>("a text", Optional::of, text -> text),
        Schemas.of("type", List.of("string", "number", "boolean", "null")));
  }

  static <E extends Enum<E>> TextShape<E> word(Class<E> type) {
    ValueType<E> words = Scalars.word(type);
    return TextShape.of(words, Schemas.words(Scalars.labels(type)))
        .hint(text -> meant(text, Scalars.labels(type)));
  }

  static TextShape<Integer> count() {
    return count(MOST);
  }

  static TextShape<Integer> count(int most) {
    return TextShape.of(Scalars.number(1, most), Schemas.number(1, most));
  }

  /** Bytes, or bytes per second. */
  static TextShape<Long> size() {
    return TextShape.of(
        Scalars.size(1, MOST_BYTES),
        Schemas.anyOf(Schemas.text(SIZE_PATTERN), Schemas.number(1, MOST_BYTES)));
  }

  static TextShape<Duration> duration(Duration least, Duration most) {
    return TextShape.of(Scalars.duration(least, most), Schemas.text(TIME_PATTERN));
  }

  static TextShape<InetAddress> address() {
    return TextShape.of(Addresses.address(), Schemas.text("[0-9A-Fa-f.:]+"));
  }

  static TextShape<Network> network() {
    return TextShape.of(
            new ValueType<>(
                "a network such as 10.0.0.0/8 or 2001:db8::/32", Network::parse, Network::toString),
            Schemas.text("[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(/[0-9]{1,3})?"))
        .hint(RuleTypes::networkMeant);
  }

  /** 10.0.0.1/8 is 10.0.0.1 or 10.0.0.0/8. */
  private static String networkMeant(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address =
        AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    int bits = address.map(a -> a.getAddress().length * 8).orElse(0);
    return address
        .flatMap(a -> Scalars.number(0, bits).parse(text.substring(slash + 1)).map(p -> cut(a, p)))
        .map(network -> ", which has bits behind the prefix; did you mean " + network + "?")
        .orElse(address.isPresent() ? ", whose prefix is not 0 to " + bits : "");
  }

  private static Network cut(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      return new Network(InetAddress.getByAddress(bytes), prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  static TextShape<UserName> user() {
    return TextShape.of(
            new ValueType<>(
                "a user's name, a glob such as \"acme-*\" or a regular expression such as"
                    + " \"/eu-[0-9]+/\"",
                text -> isPlain(text) ? read(RuleTypes::readUser, text) : Optional.empty(),
                UserName::text),
            Schemas.text())
        .tail(text -> why(RuleTypes::readUser, text));
  }

  private static UserName readUser(String text) {
    if (text.equalsIgnoreCase(UserName.ANONYMOUS)) {
      return new UserName(UserName.ANONYMOUS, Optional.empty());
    }
    return new UserName(text, pattern(text));
  }

  /**
   * A glob or {@code /regex/}; empty if it is just a name.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  static Optional<NamePattern> pattern(String text) {
    if (text.startsWith("/")) {
      if (text.length() < 3 || !text.endsWith("/")) {
        throw new IllegalArgumentException(
            "'" + text + "' begins like a regular expression, but does not end in '/'");
      }
      return Optional.of(NamePattern.regex(text.substring(1, text.length() - 1)));
    }
    boolean glob = text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    return glob ? Optional.of(NamePattern.glob(text)) : Optional.empty();
  }

  static TextShape<PathPattern> path() {
    return TextShape.of(
            new ValueType<>(
                "a glob over a whole path, such as /in/** or \"/home/{user}/*.txt\"",
                text -> isPlain(text) ? read(PathPattern::of, text) : Optional.empty(),
                PathPattern::toString),
            Schemas.text("/.*"))
        .tail(text -> why(PathPattern::of, text));
  }

  static <T> Optional<T> read(Function<String, T> reader, String text) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String why(Function<String, ?> reader, String text) {
    if (!isPlain(text)) {
      return TextShape.got(text);
    }
    try {
      Object read = reader.apply(text);
      throw new IllegalStateException(read + " is right");
    } catch (IllegalArgumentException e) {
      return "; " + Quote.line(String.valueOf(e.getMessage()));
    }
  }

  /** Neither empty nor endless, and without control characters. */
  static boolean isPlain(String text) {
    return !text.isBlank()
        && text.length() <= MOST_CHARACTERS
        && text.chars().noneMatch(Character::isISOControl);
  }

  static TextShape<String> extension() {
    return TextShape.of(
            new ValueType<>(
                "an extension without the dot, such as exe or tar.gz",
                text ->
                    isExtension(text)
                        ? Optional.of(text.toLowerCase(Locale.ROOT))
                        : Optional.empty(),
                text -> text),
            Schemas.anyOf(
                Schemas.text("[^.*?/\\\\\\s]+(\\.[^.*?/\\\\\\s]+)*"), Schemas.of("type", "number")))
        .hint(RuleTypes::extensionMeant);
  }

  private static boolean isExtension(String text) {
    return isPlain(text)
        && text.matches("[^.*?/\\\\\\s]+(\\.[^.*?/\\\\\\s]+)*")
        && text.split("\\.", -1).length <= Conditions.MAX_EXTENSION_PARTS;
  }

  private static String extensionMeant(String text) {
    String bare = text.replaceFirst("^\\*?\\.", "");
    return isExtension(bare) ? "; did you mean \"" + Quote.bare(bare) + "\"?" : "";
  }

  static TextShape<Set<Operation>> operations() {
    return TextShape.of(
            new ValueType<>(
                "a verb such as stor, or a group such as write",
                RuleTypes::readVerb,
                Set::toString),
            Schemas.words(verbWords(true)))
        .hint(text -> meant(text, verbWords(false)));
  }

  // Where a group has the name of a verb (list, site), the group is meant: a rule against `list`
  // that let NLST through would be a hole.
  private static Optional<Set<Operation>> readVerb(String text) {
    return VerbGroup.of(text.toLowerCase(Locale.ROOT))
        .map(VerbGroup::operations)
        .or(() -> Operation.of(text).map(Set::of));
  }

  /** Groups, then verbs. */
  private static List<String> verbWords(boolean inCapitalsToo) {
    Set<String> words = new LinkedHashSet<>();
    for (VerbGroup group : VerbGroup.values()) {
      words.add(group.label());
    }
    Operation.all().forEach(operation -> words.add(operation.label()));
    List<String> both = new ArrayList<>(words);
    if (inCapitalsToo) {
      words.forEach(word -> both.add(word.toUpperCase(Locale.ROOT)));
    }
    return both;
  }

  static TextShape<Ports> ports() {
    return TextShape.of(
        new ValueType<>(
            "a port or FIRST-LAST with 0 <= FIRST <= LAST <= 65535, such as 1-1023",
            RuleTypes::readPorts,
            ports -> ports.first() + "-" + ports.last()),
        Schemas.anyOf(Schemas.number(0, 65_535), Schemas.text("[0-9]{1,5}(-[0-9]{1,5})?")));
  }

  private static Optional<Ports> readPorts(String text) {
    ValueType<Integer> port = Scalars.number(0, 65_535);
    int dash = text.indexOf('-');
    Optional<Integer> first = port.parse(dash < 0 ? text : text.substring(0, dash));
    Optional<Integer> last = port.parse(text.substring(dash + 1));
    return first.flatMap(f -> last.filter(l -> l >= f).map(l -> new Ports(f, l)));
  }

  static String meant(String text, List<String> words) {
    return Suggestion.nearest(Quote.bare(text), words)
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElse("");
  }
}
