package io.postern.config;

import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.policy.Operation;
import io.postern.policy.Subject;
import io.postern.policy.VerbGroup;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of what a request in words is made of: {@code given} in rule tests, and options. */
final class RequestKeys {

  private static final String UNKNOWN = "unknown";

  static final RuleKey<InetAddress> CLIENT =
      RuleKey.of("client", NetworkTypes.address(), "required", "The client's address.");
  static final RuleKey<String> LISTENER =
      RuleKey.of("listener", RuleTypes.name(), "ftp", "The listener's name.");
  static final RuleKey<InetAddress> SERVER =
      RuleKey.of("server", NetworkTypes.address(), UNKNOWN, "The server's address.");
  static final RuleKey<String> TARGET =
      RuleKey.of(
          "target",
          TextShape.of(Addresses.target(), Schemas.text()),
          "none",
          "In forward mode, the host that the client has named: a name or an address.");
  static final RuleKey<String> USER =
      RuleKey.of("user", user(), "nobody yet", "The name that the client gave.");
  static final RuleKey<Boolean> TLS =
      RuleKey.of("tls", RuleTypes.truth(), "false", "The client's control channel is under TLS.");
  static final RuleKey<Subject> CERTIFICATE =
      RuleKey.of(
          "certificate",
          CertificateTypes.subject(),
          "none",
          "The subject of the client's certificate; there is TLS then.");
  static final RuleKey<Operation> VERB =
      RuleKey.of(
          "verb",
          operation(),
          "required",
          "The command, or connect, active-data or passive-data; `other` is any that is not known.");
  static final RuleKey<String> PATH =
      RuleKey.of("path", path(), "none", "What the command names, absolute or relative to `cwd`.");
  static final RuleKey<String> CWD =
      RuleKey.of("cwd", directory(), UNKNOWN, "The working directory.");
  static final RuleKey<Endpoint> DATA_ADDRESS =
      RuleKey.of(
          "data-address",
          TextShape.of(Addresses.endpoint(), Schemas.text()),
          "none",
          "What PORT or EPRT names; of a data connection its peer.");
  static final RuleKey<DataMode> MODE =
      RuleKey.of(
          "mode",
          RuleTypes.word(DataMode.class),
          "as the verb says",
          "For a transfer, how its data connection is made.");
  static final RuleKey<Instant> TIME =
      RuleKey.of("time", moment(), "", "When, such as 2026-03-01T08:00:00Z.");

  static final List<RuleKey<?>> KEYS =
      List.of(
          CLIENT,
          LISTENER,
          SERVER,
          TARGET,
          USER,
          TLS,
          CERTIFICATE,
          VERB,
          PATH,
          CWD,
          DATA_ADDRESS,
          MODE,
          TIME);

  static final Section SECTION = new Section(KEYS);

  private RequestKeys() {}

  private static TextShape<Operation> operation() {
    return TextShape.of(
            new ValueType<>(
                "a verb such as STOR, or connect, active-data or passive-data",
                Operation::of,
                Operation::label),
            Schemas.text())
        .hint(RequestKeys::operationMeant);
  }

  private static String operationMeant(String text) {
    Optional<VerbGroup> group = VerbGroup.of(text.toLowerCase(Locale.ROOT));
    if (group.isPresent()) {
      String verbs =
          group.get().operations().stream()
              .sorted(Comparator.comparingInt(Operation::index))
              .limit(3)
              .map(Operation::label)
              .collect(Collectors.joining(", "));
      return ", which is a group; name one of its verbs, such as " + verbs;
    }
    List<String> labels = Operation.all().stream().map(Operation::label).toList();
    boolean small = text.equals(text.toLowerCase(Locale.ROOT));
    String meant =
        RuleTypes.meant(
            text,
            small ? labels : labels.stream().map(label -> label.toUpperCase(Locale.ROOT)).toList());
    return meant.isEmpty() ? "; a verb that the gateway does not know is `other`" : meant;
  }

  private static TextShape<String> user() {
    return plain("a user's name", text -> true);
  }

  private static TextShape<String> path() {
    return plain("a path such as /in/x.txt", text -> true);
  }

  private static TextShape<String> directory() {
    return plain("an absolute path such as /in", text -> text.startsWith("/"));
  }

  private static TextShape<String> plain(
      String expected, java.util.function.Predicate<String> right) {
    return TextShape.of(
        new ValueType<>(
            expected,
            text -> Optional.of(text).filter(PlainText::isPlain).filter(right),
            text -> text),
        Schemas.text());
  }

  private static TextShape<Instant> moment() {
    return TextShape.of(
        new ValueType<>(
            "a time with its offset, such as 2026-03-01T08:00:00Z or 2026-03-01T09:00+01:00",
            RequestKeys::readMoment,
            Instant::toString),
        Schemas.text());
  }

  private static Optional<Instant> readMoment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
