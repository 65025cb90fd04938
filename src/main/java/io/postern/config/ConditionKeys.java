package io.postern.config;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Network;
import io.postern.policy.Conditions.Ports;
import io.postern.policy.Hosts;
import io.postern.policy.Operation;
import io.postern.policy.PathPattern;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** The table of what a rule can ask for. A key that is not given holds always. */
final class ConditionKeys {

  private static final String ANY = "any";

  private static final Items<String> LISTENERS =
      new Items<>(
          RuleTypes.name().expected(),
          RuleTypes.name().schema(),
          false,
          (text, at, reading) ->
              RuleTypes.name()
                  .read(text, at, reading.problems())
                  .filter(name -> reading.knowsListener(name, at))
                  .map(List::of));

  static final RuleKey<List<Network>> CLIENT =
      RuleKey.of(
          "client", SetKind.NETWORKS.orSet(), ANY, "One of these holds the client's address.");
  static final RuleKey<List<String>> LISTENER =
      RuleKey.of("listener", LISTENERS, ANY, "The client came to one of these listeners.");
  static final RuleKey<List<Network>> SERVER =
      RuleKey.of(
          "server",
          SetKind.NETWORKS.orSet(),
          ANY,
          "One of these holds the server's address; unknown until the server is connected.");
  static final RuleKey<List<Hosts>> TARGET =
      RuleKey.of(
          "target",
          SetKind.HOSTS.orSet(),
          ANY,
          "In forward mode, the server that the client has named is one of these, by the name that"
              + " it gave or by its address; unknown until it names one. `connect` and the login"
              + " are asked again then.");
  static final RuleKey<List<UserName>> USER =
      RuleKey.of(
          "user",
          SetKind.USERS.orSet(),
          ANY,
          "The name that the client gave is one of these; `anonymous` is `ftp` too. Nobody before"
              + " USER.");
  static final RuleKey<Boolean> TLS =
      RuleKey.of(
          "tls",
          RuleTypes.truth(),
          ANY,
          "The client's control channel is under TLS, or is not. At `connect` it never is yet.");
  static final RuleKey<List<CertificateName>> CERTIFICATE =
      RuleKey.of(
          "certificate",
          SetKind.CERTIFICATES.orSet(),
          ANY,
          "The client has shown a verified certificate that names one of these: what holds a `=` is"
              + " compared with the whole subject, all else with its first CN; `*` is any. Without"
              + " a certificate it never holds.");
  static final RuleKey<List<Operation>> VERB =
      RuleKey.of(
          "verb",
          Items.flat(VerbTypes.operations()),
          ANY,
          "The command is one of these; `connect`, `active-data` and `passive-data` are"
              + " connections.");
  static final RuleKey<List<PathPattern>> PATH =
      RuleKey.of(
          "path",
          Items.of(FileTypes.path()),
          ANY,
          "The file or directory matches one of these, resolved against the working directory; `*`"
              + " and `?` stay within a name, `**` goes over directories, `{user}` is the user's"
              + " name, `{a,b}` a choice.");
  static final RuleKey<List<String>> EXTENSION =
      RuleKey.of(
          "extension",
          SetKind.EXTENSIONS.orSet(),
          ANY,
          "The file's name ends in one of these, in any case.");
  static final RuleKey<List<Direction>> DIRECTION =
      RuleKey.of(
          "direction",
          Items.of(RuleTypes.word(Direction.class)),
          ANY,
          "The command is a transfer in one of these directions.");
  static final RuleKey<DataMode> MODE =
      RuleKey.of(
          "mode",
          RuleTypes.word(DataMode.class),
          ANY,
          "The data connection is made by the server (active) or the client (passive).");

  static final RuleKey<List<DayOfWeek>> DAYS =
      RuleKey.of(
          "days",
          Items.flat(TimeTypes.days()),
          "every day",
          "The days; a range may go over Sunday.");
  static final RuleKey<LocalTime> FROM =
      RuleKey.of("from", TimeTypes.clock(), "00:00", "The first minute.");
  static final RuleKey<LocalTime> TO =
      RuleKey.of(
          "to",
          TimeTypes.clock(),
          "24:00",
          "The first minute after it; not after `from` means over midnight, and belongs to the day"
              + " before.");
  static final RuleKey<ZoneId> ZONE =
      RuleKey.of("zone", TimeTypes.zone(), "UTC", "Where the clock stands.");
  static final List<RuleKey<?>> TIME_KEYS = List.of(DAYS, FROM, TO, ZONE);
  static final RuleKey<Fields> TIME =
      RuleKey.of(
          "time", Section.ofSome(TIME_KEYS), ANY, "It is one of these days, in this window.");

  static final RuleKey<List<Network>> DATA_ADDRESS =
      RuleKey.of(
          "data-address",
          SetKind.NETWORKS.orSet(),
          ANY,
          "One of these holds the address that PORT or EPRT names.");
  static final RuleKey<List<Ports>> DATA_PORT =
      RuleKey.of(
          "data-port",
          Items.of(NetworkTypes.ports()),
          ANY,
          "One of these holds the port that PORT or EPRT names.");
  static final RuleKey<Boolean> THIRD_PARTY =
      RuleKey.of(
          "third-party",
          RuleTypes.truth(),
          ANY,
          "PORT or EPRT names another host than the client, or does not.");

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
          EXTENSION,
          DIRECTION,
          MODE,
          TIME,
          DATA_ADDRESS,
          DATA_PORT,
          THIRD_PARTY);

  static final Section SECTION = new Section(KEYS).elsewhere("time", TIME_KEYS);

  /** Behind {@code unless}: with no condition it would take every rule away. */
  static final Section EXCEPTIONS = Section.ofSome(KEYS).elsewhere("time", TIME_KEYS);

  private ConditionKeys() {}
}
