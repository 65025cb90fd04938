package io.postern.replay;

import io.postern.audit.AuditLine;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Command;
import io.postern.ftp.Endpoint;
import io.postern.ftp.EprtForm;
import io.postern.ftp.Line;
import io.postern.ftp.PortForm;
import io.postern.ftp.Verb;
import io.postern.policy.Subject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields of an audit line as what they mean. What is missing or malformed is empty. */
record RecordedLine(AuditLine line) {

  /** The mark of a text that the audit log cut: it is not whole. */
  private static final String CUT = "…";

  /** When it was written; for a command and what else took time, when that began. */
  Optional<Instant> time() {
    try {
      return Optional.of(Instant.parse(line.text("time")).minus(took()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** When it was written. */
  Optional<Instant> end() {
    return time().map(began -> began.plus(took()));
  }

  private Duration took() {
    String millis = line.text("tookMs");
    int point = millis.indexOf('.');
    return Duration.ofMillis(number(point < 0 ? millis : millis.substring(0, point)));
  }

  /** The final reply's code; 0 if there was none. */
  int code() {
    return (int) number(line.text("code"));
  }

  long lost() {
    return number(line.text("lost"));
  }

  boolean done() {
    return code() / 100 == 2;
  }

  Optional<Endpoint> client() {
    return endpoint("client");
  }

  Optional<Endpoint> server() {
    return endpoint("server");
  }

  /** An endpoint as the log writes it: {@code 192.0.2.1:21}, {@code [2001:db8::1]:21}. */
  Optional<Endpoint> endpoint(String key) {
    String text = line.text(key);
    int colon = Math.max(0, text.lastIndexOf(':'));
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 1;
    long port = number(text.substring(Math.min(colon + 1, text.length())));
    return AddressLiteral.parse(bracketed ? host.substring(1, host.length() - 1) : host)
        .filter(address -> port > 0 && port <= 65_535)
        .map(address -> new Endpoint(address, (int) port));
  }

  /** That of the server leg, or of a server that a rule has refused. */
  Optional<InetAddress> serverAddress() {
    return server()
        .map(Endpoint::address)
        .or(() -> AddressLiteral.parse(line.text("serverAddress")));
  }

  /** The peer of a data connection, whose port the rules are not asked about. */
  Optional<Endpoint> peer() {
    return AddressLiteral.parse(line.text("peer")).map(address -> new Endpoint(address, 0));
  }

  /** Whether a rule refused it, or ended the session for it. */
  boolean isRefusal() {
    return List.of("deny", "close").contains(line.text("effect"));
  }

  List<String> observed() {
    return Arrays.stream(line.text("observed").split(",")).filter(id -> !id.isEmpty()).toList();
  }

  /** The command; the argument is as the client sent it unless it is masked or cut. */
  Command command() {
    String name = line.text("verb");
    byte[] argument = line.text("argument").getBytes(StandardCharsets.UTF_8);
    return new Command(Verb.of(name), name, argument, Line.of(name));
  }

  boolean isCut() {
    return line.text("argument").endsWith(CUT);
  }

  /** Whom the certificate of the client names. */
  Subject subject() {
    String text = line.text("subject");
    return text.endsWith(CUT) ? Subject.NONE : Subject.parse(text).orElse(Subject.NONE);
  }

  /** The address that PORT or EPRT names. */
  Optional<Endpoint> named() {
    Command command = command();
    return switch (command.verb()) {
      case PORT -> PortForm.parse(command.argument());
      case EPRT ->
          EprtForm.parse(command.argument()) instanceof EprtForm.Parsed.Address address
              ? Optional.of(address.endpoint())
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static long number(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 15
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.parseLong(digits) : 0;
  }
}
