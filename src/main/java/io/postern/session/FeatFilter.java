package io.postern.session;

import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.ftp.Verb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Takes out of a FEAT reply what the gateway can't honour (RFC 2389 section 3.2). The lines that
 * stay keep their own bytes.
 */
final class FeatFilter {

  private static final Set<String> HIDDEN =
      Set.of(
          "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "MIC", "CONF", "ENC", "SSCN", "CPSV", "SPSV",
          "LPRT", "LPSV", "P@SW", "SPAS", "SPOR", "CEPR");

  /** What a session that may go blind leaves to the server. */
  private static final Set<String> OPAQUE = Set.of("AUTH", "PBSZ", "PROT", "CCC");

  private FeatFilter() {}

  /**
   * The reply with what the listener offers of TLS (RFC 4217 section 6); a server without FEAT gets
   * one.
   *
   * @param denied whether the rules deny a command whatever it is about
   */
  static Reply with(Reply reply, TlsStance stance, Predicate<Verb> denied) {
    List<byte[]> offered =
        offered(stance).stream()
            .filter(denied.negate())
            .map(verb -> bytes(verb == Verb.AUTH ? " AUTH TLS" : " " + verb.text()))
            .toList();
    boolean lists = reply.code() == 211;
    if (offered.isEmpty() || (!lists && reply.code() < 500)) {
      return reply;
    }
    List<byte[]> lines = new ArrayList<>();
    lines.add(lists && reply.lines().size() > 1 ? reply.lines().get(0) : bytes("211-Features:"));
    if (lists && reply.lines().size() > 2) {
      lines.addAll(reply.lines().subList(1, reply.lines().size() - 1));
    }
    lines.addAll(offered);
    lines.add(lists ? reply.lines().get(reply.lines().size() - 1) : bytes("211 End"));
    return new Reply(211, lines, reply.doubtful());
  }

  private static List<Verb> offered(TlsStance stance) {
    List<Verb> verbs = new ArrayList<>();
    if (stance.client().isTerminated()) {
      verbs.addAll(List.of(Verb.AUTH, Verb.PBSZ, Verb.PROT));
    }
    if (stance.client() == TlsStance.Client.IMPLICIT) {
      verbs.remove(Verb.AUTH); // TLS is there already.
    }
    if (stance.client().isTerminated() && stance.ccc()) {
      verbs.add(Verb.CCC);
    }
    return verbs;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The reply without what can't be honoured.
   *
   * @param denied whether the rules deny a command whatever it is about
   */
  static Reply filtered(Reply reply, TlsStance stance, Predicate<Verb> denied) {
    boolean opaque = stance.client() == TlsStance.Client.OPAQUE;
    List<byte[]> lines = reply.lines();
    if (reply.code() != 211 || lines.size() < 3) {
      return reply;
    }
    // Each once, however many lines a server sends: all rules are asked.
    Map<Verb, Boolean> asked = new EnumMap<>(Verb.class);
    Predicate<Verb> deniedOnce = verb -> asked.computeIfAbsent(verb, denied::test);
    List<byte[]> kept =
        IntStream.range(0, lines.size())
            .filter(
                i -> i == 0 || i == lines.size() - 1 || !hidden(lines.get(i), opaque, deniedOnce))
            .mapToObj(lines::get)
            .toList();
    return kept.size() == lines.size() ? reply : new Reply(reply.code(), kept, reply.doubtful());
  }

  private static boolean hidden(byte[] line, boolean opaque, Predicate<Verb> denied) {
    String feature = Text.decode(line).strip();
    // Some servers repeat the code on each line: "211-AUTH TLS".
    if (feature.startsWith("211-") || feature.startsWith("211 ")) {
      feature = feature.substring(4).strip();
    }
    String name = feature.split("[ ;]", 2)[0].toUpperCase(Locale.ROOT);
    Verb verb = Verb.of(name);
    return (HIDDEN.contains(name) && !(opaque && OPAQUE.contains(name)))
        || (verb != Verb.OTHER && denied.test(verb));
  }
}
