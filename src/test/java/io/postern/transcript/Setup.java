package io.postern.transcript;

import io.postern.config.Compliance;
import io.postern.config.ConfigException;
import io.postern.config.LoadedRules;
import io.postern.config.RulesFile;
import io.postern.ftp.ArgumentLimits;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.LineLimits;
import io.postern.ftp.Network;
import io.postern.ftp.Protection;
import io.postern.ftp.Stance;
import io.postern.policy.HostPattern;
import io.postern.policy.Hosts;
import io.postern.policy.Policy;
import io.postern.session.Entry;
import io.postern.session.SessionLimits;
import io.postern.session.SessionSettings;
import io.postern.session.SessionTimeouts;
import io.postern.session.Targets;
import io.postern.session.TlsStance;
import io.postern.session.Translation;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a transcript: the defaults, and what its {@code set} lines change.
 *
 * @param values what the lines say, by key
 * @param stances what the {@code set deviation} lines say
 * @param rules what the {@code R>} lines say, a rules file; empty for none
 */
record Setup(Map<String, String> values, Map<Deviation, Stance> stances, String rules) {

  private static final SessionSettings SESSION = SessionSettings.DEFAULT;
  private static final LineLimits LINES = LineLimits.DEFAULT;

  Setup {
    values = Map.copyOf(values);
    stances = new EnumMap<>(stances.isEmpty() ? new EnumMap<>(Deviation.class) : stances);
  }

  /**
   * The policy.
   *
   * @param symbols fills in the addresses of the performance
   */
  Policy policy(Symbols symbols) {
    LoadedRules loaded = rules(symbols.fillKnown(rules));
    Map<Deviation, Stance> all = new EnumMap<>(stances);
    all.putAll(loaded.stances());
    boolean strict =
        loaded
            .compliance()
            .map(Compliance.STRICT::equals)
            .orElse(text("compliance").orElse("lenient").equals("strict"));
    return Policy.of(1, strict, all, loaded.rules());
  }

  private static LoadedRules rules(String text) {
    if (text.isEmpty()) {
      return LoadedRules.NONE;
    }
    try {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      return RulesFile.parse("rules", content, Path.of(""));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.problems().toString(), e);
    }
  }

  boolean ipv6() {
    return text("family").orElse("4").equals("6");
  }

  boolean serverIpv6() {
    return text("server-family").map("6"::equals).orElse(ipv6());
  }

  LineLimits lines() {
    return new LineLimits(
        number("line-bytes", LINES.lineBytes()),
        number("security-line-bytes", LINES.securityLineBytes()),
        number("reply-bytes", LINES.replyBytes()),
        number("telnet-options", LINES.telnetOptions()));
  }

  SessionSettings session(Optional<InetAddress> serverDataAddress) {
    return new SessionSettings(
        timeouts(),
        limits(),
        serverDataAddress,
        number("active-source-port", SESSION.activeSourcePort()),
        tls(),
        translation(),
        entry());
  }

  private SessionTimeouts timeouts() {
    SessionTimeouts otherwise = SESSION.timeouts();
    return new SessionTimeouts(
        time("greeting", otherwise.greeting()),
        time("login", otherwise.login()),
        time("idle", otherwise.idle()),
        time("pinhole", otherwise.pinhole()),
        time("data-connect", otherwise.dataConnect()),
        time("linger", otherwise.linger()),
        time("drain", otherwise.drain()));
  }

  private SessionLimits limits() {
    SessionLimits otherwise = SESSION.limits();
    return new SessionLimits(
        number("pending-commands", otherwise.pendingCommands()),
        number("bad-commands", otherwise.badCommands()),
        number("data-connections-per-session", otherwise.dataConnections()),
        arguments());
  }

  private Entry entry() {
    return new Entry(
        Entry.Kind.valueOf(constant("entry", "direct")),
        text("proxy-login").isPresent(),
        number("attempts", SESSION.entry().attempts()),
        number("addresses", SESSION.entry().addresses()),
        targets());
  }

  /** Without any, every address will do, and any of a few ports. */
  private Targets targets() {
    Set<Integer> ports = Set.of(21, 990, 2121);
    List<String> given = text("targets").map(all -> List.of(all.split(",", -1))).orElse(List.of());
    boolean limited = text("targets").isPresent() || text("limited").isPresent();
    List<String> words = limited ? given : List.of("0.0.0.0/0", "::/0");
    return new Targets(
        new Hosts(
            words.stream().flatMap(word -> HostPattern.parse(word).stream()).toList(),
            words.stream().flatMap(word -> Network.parse(word).stream()).toList()),
        ports,
        text("private").isPresent());
  }

  private TlsStance tls() {
    return new TlsStance(
        TlsStance.Client.valueOf(constant("tls-client", "none")),
        TlsStance.Server.valueOf(constant("tls-server", "clear")),
        Protection.valueOf(constant("tls-data", "clear")),
        text("tls-ccc").isPresent(),
        text("tls-auth-ssl").isPresent());
  }

  private Translation translation() {
    return new Translation(
        Translation.Mode.valueOf(constant("client-mode", "same")),
        Translation.Mode.valueOf(constant("server-mode", "same")));
  }

  private String constant(String key, String otherwise) {
    return TranscriptParser.constant(text(key).orElse(otherwise));
  }

  private ArgumentLimits arguments() {
    ArgumentLimits otherwise = SESSION.limits().arguments();
    return new ArgumentLimits(
        number("user-bytes", otherwise.userBytes()),
        number("password-bytes", otherwise.passwordBytes()),
        number("path-bytes", otherwise.pathBytes()),
        number("site-bytes", otherwise.siteBytes()),
        number("path-wildcards", otherwise.pathWildcards()));
  }

  Duration time(String key, Duration otherwise) {
    return text(key).map(Setup::duration).orElse(otherwise);
  }

  int number(String key, int otherwise) {
    return text(key).map(Integer::parseInt).orElse(otherwise);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Reads {@code 300ms}, {@code 5s}, {@code 15m}. */
  static Duration duration(String text) {
    String iso = text.endsWith("ms") ? null : "PT" + text.toUpperCase(Locale.ROOT);
    return iso == null
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse(iso);
  }

  /** Where an address of a setting points; the port is of no meaning. */
  static InetAddress address(String text) {
    return io.postern.ftp.AddressLiteral.parse(text)
        .map(address -> new Endpoint(address, 0).address())
        .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
  }
}
