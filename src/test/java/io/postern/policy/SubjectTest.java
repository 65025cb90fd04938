package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CN=bob,O=Partner               | CN=bob,O=Partner                | bob
          OU=x+CN=bob+UID=7,DC=corp      | OU=x+CN=bob+UID=7,DC=corp       | bob
          CN=bob,CN=Users,DC=corp        | CN=bob,CN=Users,DC=corp         | bob
          O=Partner                      | O=Partner                       | ''
          CN=Smith\\, Bob,O=x            | CN=Smith\\, Bob,O=x             | Smith, Bob
          O=x\\,CN=bob                   | O=x\\,CN\\=bob                  | ''
          CN=CN=bob,O=y                  | CN=CN\\=bob,O=y                 | CN=bob
          CN=a\\\\,O=x                   | CN=a\\\\,O=x                    | a\\
          1.2.840.113549.1.9.1=#1603,CN=b | 1.2.840.113549.1.9.1=#1603,CN=b | b
          CN=#04024869                   | CN=#04024869                    | ''
          CN=                            | CN=                             | ''
          CN=Jürgen                      | CN=Jürgen                       | Jürgen
          """)
  void parse_subject_givesTextAndFirstCommonName(String text, String whole, String commonName) {
    assertThat(Subject.parse(text)).contains(new Subject(whole, commonName));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        "=bob",
        "CN",
        "CN=bob,",
        ",CN=bob",
        "CN=bob, O=x",
        "cn=bob",
        "CN =bob",
        "CN= bob",
        "CN=\"bob\"",
        "CN=a;O=b",
        "CN=a\\",
        "CN=a\\x",
        "CN=a\\FF",
        "CN=a<b",
        "1.=x",
        "/CN=bob"
      })
  void parse_noSubject_isEmpty(String text) {
    assertThat(Subject.parse(text)).isEmpty();
  }

  @Test
  void parse_empty_isNoCertificate() {
    assertThat(Subject.parse("")).contains(Subject.NONE);
    assertThat(Subject.NONE.isNone()).isTrue();
  }

  @Test
  void parse_hexDigits_areTheCharacter() {
    assertThat(Subject.parse("CN=bob\\00,O=x"))
        .contains(new Subject("CN=bob\\00,O=x", "bob" + (char) 0));
  }

  /** What the JDK writes of any certificate is read, and stays as it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=bob, O=Partner",
        "EMAILADDRESS=a@example.com, CN=bob",
        "O=\"x,CN=bob\", C=DE",
        "CN=\"a#b+c=d;<e>\", ST=Q, L=r, STREET=s, DC=t, UID=u",
        "CN=\" spaces \", SERIALNUMBER=5"
      })
  void parse_whatTheJdkWrites_isKept(String name) {
    String written = new X500Principal(name).getName();
    assertThat(Subject.parse(written).map(Subject::text)).isEqualTo(Optional.of(written));
  }
}
