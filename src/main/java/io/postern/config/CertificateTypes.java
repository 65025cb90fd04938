package io.postern.config;

import io.postern.policy.NamePattern;
import io.postern.policy.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of what names certificates. */
final class CertificateTypes {

  /** The attributes that RFC 2253 has names for; all others are numbers in a subject. */
  private static final List<String> ATTRIBUTES =
      List.of("CN", "C", "L", "ST", "O", "OU", "STREET", "DC", "UID");

  /** The beginning of a part, as OpenSSL and people write it too. */
  private static final Pattern PART =
      Pattern.compile("(?<!\\\\)([,+]|^) *+(?:([A-Za-z]+) *+= *+)?");

  private CertificateTypes() {}

  /** A value of a condition. */
  static TextShape<CertificateName> name() {
    return TextShape.of(
            new ValueType<>(
                "a CN such as bob, a subject such as \"CN=bob,O=Partner\", a glob of either such as"
                    + " \"CN=bob,*\", or a regular expression such as \"/CN=eu-[0-9]+,.*/\"",
                text -> PlainText.read(CertificateTypes::readName, text),
                CertificateName::text),
            Schemas.text())
        .tail(text -> PlainText.why(CertificateTypes::readName, text));
  }

  /** The subject of one certificate. */
  static TextShape<Subject> subject() {
    return TextShape.of(
            new ValueType<>(
                "a subject such as CN=bob,O=Partner",
                text -> PlainText.read(CertificateTypes::readSubject, text),
                Subject::text),
            Schemas.text())
        .tail(text -> PlainText.why(CertificateTypes::readSubject, text));
  }

  private static CertificateName readName(String text) {
    Optional<NamePattern> pattern = UserTypes.pattern(text);
    if (!text.startsWith("/") && text.indexOf('=') >= 0) {
      checkParts(text);
      if (pattern.isEmpty()) {
        checkSubject(text);
      }
    }
    return new CertificateName(text, pattern);
  }

  private static Subject readSubject(String text) {
    checkParts(text);
    return Subject.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' is not what RFC 2253 describes"));
  }

  /** A pattern that no subject can ever look like is a hole in what denies. */
  private static void checkParts(String text) {
    String right = PART.matcher(text).replaceAll(part -> part.group(1) + canonical(part.group(2)));
    if (!right.equals(text)) {
      throw new IllegalArgumentException(
          "subjects are written without spaces and with names in capitals: '" + right + "'");
    }
    PART.matcher(text)
        .results()
        .map((MatchResult part) -> part.group(2))
        .filter(name -> name != null && !ATTRIBUTES.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  name
                      + " has no name in a subject, but a number; only these have names: "
                      + String.join(", ", ATTRIBUTES));
            });
  }

  private static String canonical(@Nullable String name) {
    return name == null ? "" : name.toUpperCase(Locale.ROOT) + "=";
  }

  private static void checkSubject(String text) {
    Subject read = readSubject(text);
    if (!read.text().equals(text)) {
      throw new IllegalArgumentException("'=' in a value is written '\\=': '" + read.text() + "'");
    }
  }
}
