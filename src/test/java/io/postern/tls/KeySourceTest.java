package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of keys: what is read, what is wrong with them, and when they change. */
class KeySourceTest {

  private final TestAuthority authority = new TestAuthority("authority");

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void open_chainAndKey_areRead() throws Exception {
    ServerKey key = authority.issue("ftp.example");
    KeySource source = open(TestAuthority.store(key, directory, "ftp"));
    assertThat(source.get().select(null).chain()).isEqualTo(key.chain());
    assertThat(source.get().select(null).key()).isEqualTo(key.key());
    assertThat(source.warnings()).isEmpty();
  }

  @Test
  void open_everythingInOneFile_isRead() throws Exception {
    ServerKey key = authority.issue("ftp.example");
    Path file = directory.resolve("both.pem");
    TestAuthority.write(
        file, TestAuthority.pem("PRIVATE KEY", key.key()) + TestAuthority.pem(key.chain()));
    assertThat(open(new KeyFiles(file, file)).get().select(null).key()).isEqualTo(key.key());
  }

  @Test
  void open_ecKeyOfOpenSslsOlderForm_isRead() throws Exception {
    ServerKey key = authority.issue("ftp.example");
    KeyFiles files = TestAuthority.store(key, directory, "old");
    TestAuthority.write(files.key(), TestAuthority.pem("EC PRIVATE KEY", sec1(key.key())));
    assertThat(open(files).get().select(null).key())
        .isInstanceOfSatisfying(
            ECPrivateKey.class,
            read -> assertThat(read.getS()).isEqualTo(((ECPrivateKey) key.key()).getS()));
  }

  @Test
  void privateKey_rsaOfOpenSslsOlderForm_isRead() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    PrivateKey read = PrivateKeys.read(new Pem("RSA PRIVATE KEY", false, inner(pair.getPrivate())));
    assertThat(read).isEqualTo(pair.getPrivate());
    assertThat(PrivateKeys.match(read, pair.getPublic())).isTrue();
    assertThat(PrivateKeys.isTooShort(read)).isFalse();
  }

  @Test
  void open_allMistakes_areToldTogether() {
    KeyFiles first = TestAuthority.store(authority.issue("a.example"), directory, "a");
    KeyFiles second = TestAuthority.store(authority.issue("b.example"), directory, "b");
    KeyFiles mixed = new KeyFiles(first.chain(), second.key());
    KeyFiles missing = new KeyFiles(directory.resolve("none.pem"), second.key());
    KeyFiles swapped = new KeyFiles(first.key(), first.chain());
    assertThatThrownBy(() -> open(mixed, missing, swapped))
        .isInstanceOf(TlsFilesException.class)
        .hasMessageContaining("b-key.pem: the key is not that of the certificate in ")
        .hasMessageContaining("none.pem: no such file")
        .hasMessageContaining("a-key.pem: no certificate (-----BEGIN CERTIFICATE-----) in it")
        .hasMessageContaining("a.pem: no private key (-----BEGIN PRIVATE KEY-----) in it");
  }

  @Test
  void open_encryptedKey_isRefusedWithTheWayOut() {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    TestAuthority.write(
        files.key(), TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> open(files)).hasMessageContaining("openssl pkey -in OLD -out NEW");
  }

  @Test
  void open_keyOfOpenSslsOlderEncryption_isRefusedAsEncrypted() {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    for (String lineEnd : List.of("\n", "\r\n")) {
      TestAuthority.write(
          files.key(),
          String.join(
              lineEnd,
              "-----BEGIN EC PRIVATE KEY-----",
              "Proc-Type: 4,ENCRYPTED",
              "DEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF",
              "",
              "AAAA",
              "-----END EC PRIVATE KEY-----",
              ""));
      assertThatThrownBy(() -> open(files)).hasMessageContaining("the key is encrypted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"})
  void privateKey_garbage_cannotBeParsed(String label) {
    Pem garbage = new Pem(label, false, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> PrivateKeys.read(garbage)).hasMessage("the key can't be parsed");
  }

  @Test
  void privateKey_ofAnotherKind_isNotSupported() throws Exception {
    byte[] ed25519 =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    for (Pem other :
        List.of(
            new Pem("PRIVATE KEY", false, ed25519),
            new Pem("OPENSSH PRIVATE KEY", false, new byte[] {1, 2, 3}))) {
      assertThatThrownBy(() -> PrivateKeys.read(other))
          .hasMessageContaining("only RSA and EC keys are supported");
    }
  }

  @Test
  void open_chainInTheWrongOrder_isRefused() {
    ServerKey key = authority.issue("a.example");
    KeyFiles files = TestAuthority.store(key, directory, "a");
    TestAuthority.write(
        files.chain(), TestAuthority.pem(List.of(key.chain().get(0), key.chain().get(0))));
    assertThatThrownBy(() -> open(files))
        .hasMessageContaining("a.pem: certificate 2 has not signed certificate 1");
  }

  @Test
  void open_noPem_isRefused() {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    TestAuthority.write(files.chain(), "not a certificate");
    assertThatThrownBy(() -> open(files))
        .hasMessageContaining("a.pem: no PEM block")
        .hasMessageContaining("openssl x509 -inform DER")
        .hasMessageContaining("openssl pkcs12");
  }

  @Test
  void open_blockWithoutItsEnd_isRefused() {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    TestAuthority.write(files.chain(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    assertThatThrownBy(() -> open(files))
        .hasMessageContaining("a.pem: no whole PEM block (from -----BEGIN … to -----END …)");
  }

  @Test
  @Timeout(30)
  void open_noRegularFile_isRefused() throws Exception {
    Path pipe = directory.resolve("pipe");
    Path link = Files.createSymbolicLink(directory.resolve("link.pem"), pipe);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> open(new KeyFiles(directory, link)))
        .hasMessageContaining(directory + ": is a folder")
        .hasMessageContaining("link.pem: is no regular file");
  }

  @Test
  void open_linkToAFile_isRead() throws Exception {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    Path link = Files.createSymbolicLink(directory.resolve("link.pem"), files.key());
    assertThat(open(new KeyFiles(files.chain(), link)).get().has("a.example")).isTrue();
  }

  @Test
  void reason_ofAFileThatCannotBeRead_isWithoutItsName() {
    assertThat(CertificateFile.reason(new AccessDeniedException("/x")))
        .isEqualTo("can't be read: not allowed for this user");
    assertThat(CertificateFile.reason(new FileSystemException("/x", null, "Input/output error")))
        .isEqualTo("can't be read: Input/output error");
    assertThat(CertificateFile.reason(new FileSystemException("/x"))).isEqualTo("can't be read");
    assertThat(CertificateFile.reason(new IOException("Is broken")))
        .isEqualTo("can't be read: Is broken");
  }

  @Test
  void warnings_expiredOrOpenToStrangers_areTold() throws Exception {
    Instant end = authority.now.minus(Duration.ofHours(1));
    ServerKey expired = authority.issue(end.minus(Duration.ofDays(1)), end, "a.example");
    KeyFiles files = TestAuthority.store(expired, directory, "a");
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(open(files).warnings())
        .extracting(TlsMistake::toString)
        .containsExactly(
            files.chain() + ": certificate 1 has expired at " + end,
            files.key() + ": every user of this machine can read or write it");
  }

  @Test
  void reload_sameBytes_changesNothing() throws Exception {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    KeySource source = open(files);
    ServerKeys before = source.get();
    Files.setLastModifiedTime(files.chain(), FileTime.from(Instant.EPOCH));
    assertThat(source.reload()).isFalse();
    assertThat(source.get()).isSameAs(before);
  }

  @Test
  void reload_halfCopied_keepsTheOldUntilBothFilesAreThere() throws Exception {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    KeySource source = open(files);
    ServerKeys before = source.get();
    ServerKey next = authority.issue("a.example");
    KeyFiles copies = TestAuthority.store(next, directory, "next");
    Files.move(copies.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(source::reload).hasMessageContaining("the key is not that of");
    assertThat(source.reload()).as("the same mistake is told once").isFalse();
    assertThat(source.get()).isSameAs(before);
    Files.move(copies.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(source.reload()).isTrue();
    assertThat(source.get().select(null).chain()).isEqualTo(next.chain());
  }

  @Test
  void reloadNow_mistake_isToldEachTime() throws Exception {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    String good = Files.readString(files.key());
    KeySource source = open(files);
    ServerKeys before = source.get();
    assertThat(source.reloadNow()).as("the files are those in force").isFalse();
    TestAuthority.write(files.key(), "nothing");
    assertThatThrownBy(source::reload).hasMessageContaining("no PEM block");
    assertThatThrownBy(source::reloadNow).hasMessageContaining("no PEM block");
    assertThatThrownBy(source::reloadNow).hasMessageContaining("no PEM block");
    assertThat(source.reload()).as("a poll does not repeat it").isFalse();
    TestAuthority.write(files.key(), good);
    assertThat(source.reloadNow()).as("what is in force is back").isFalse();
    assertThat(source.reload()).isFalse();
    assertThat(source.get()).isSameAs(before);
  }

  @Test
  void reloadNow_newFiles_areInForce() throws Exception {
    KeyFiles files = TestAuthority.store(authority.issue("a.example"), directory, "a");
    KeySource source = open(files);
    ServerKey next = authority.issue("a.example");
    TestAuthority.store(next, directory, "a");
    assertThat(source.reloadNow()).isTrue();
    assertThat(source.get().select(null).chain()).isEqualTo(next.chain());
    assertThat(source.reloadNow()).isFalse();
    assertThat(source.reload()).isFalse();
  }

  @Test
  void select_byName_exactBeforeWildcardElseTheFirst() {
    ServerKey first = authority.issue("first.example");
    ServerKey wildcard = authority.issue("*.b.example");
    ServerKey exact = authority.issue("ftp.b.example");
    ServerKeys keys = new ServerKeys(List.of(first, wildcard, exact));
    assertThat(keys.select("ftp.b.example")).isSameAs(exact);
    assertThat(keys.select("FTP.B.example.")).isSameAs(exact);
    assertThat(keys.select("x.b.example")).isSameAs(wildcard);
    assertThat(keys.select("x.y.b.example")).isSameAs(first);
    assertThat(keys.select("b.example")).isSameAs(first);
    assertThat(keys.select(null)).isSameAs(first);
    assertThat(keys.has("x.b.example")).isTrue();
    assertThat(keys.has("first.example.org")).isFalse();
  }

  @Test
  void toString_ofAKey_showsNoSecret() {
    ServerKey key = authority.issue("a.example");
    assertThat(key.toString()).isEqualTo("ServerKey[CN=a.example]");
    assertThat(new Pem("PRIVATE KEY", false, new byte[] {42}).toString())
        .isEqualTo("Pem[PRIVATE KEY]");
  }

  @Test
  void selfSigned_isAWholeServerKey() {
    Duration life = Duration.ofDays(90);
    ServerKeys keys =
        SelfSigned.create(List.of("localhost", "127.0.0.1", "::1"), authority.now, life);
    ServerKey key = keys.select(null);
    assertThat(PrivateKeys.match(key.key(), key.chain().get(0).getPublicKey())).isTrue();
    assertThat(key.chain().get(0).getNotAfter().toInstant()).isEqualTo(authority.now.plus(life));
    assertThat(keys.has("localhost")).isTrue();
    assertThat(keys.has("127.0.0.1")).isTrue();
    assertThat(keys.has("0:0:0:0:0:0:0:1")).isTrue();
    assertThat(keys.has("127.0.0.2")).isFalse();
  }

  private KeySource open(KeyFiles... files) throws TlsFilesException {
    return KeySource.open(List.of(files), InstantSource.fixed(authority.now));
  }

  /** The octet string in a PKCS #8 key: for RSA it is OpenSSL's older form. */
  private static byte[] inner(PrivateKey key) {
    Der.Reader reader = new Der.Reader(key.getEncoded()).enter(Der.SEQUENCE);
    reader.whole(Der.INTEGER);
    reader.whole(Der.SEQUENCE);
    byte[] string = reader.whole(Der.OCTET_STRING);
    int header = string[1] >= 0 ? 2 : 2 + (string[1] & 0x7F);
    return Arrays.copyOfRange(string, header, string.length);
  }

  /** OpenSSL's older form of an EC key has the curve within. */
  private static byte[] sec1(PrivateKey key) {
    Der.Reader reader = new Der.Reader(key.getEncoded()).enter(Der.SEQUENCE);
    reader.whole(Der.INTEGER);
    Der.Reader algorithm = reader.enter(Der.SEQUENCE);
    algorithm.whole(Der.OBJECT);
    byte[] curve = algorithm.whole(Der.OBJECT);
    Der.Reader inner = new Der.Reader(inner(key)).enter(Der.SEQUENCE);
    return Der.encode(
        Der.SEQUENCE,
        inner.whole(Der.INTEGER),
        inner.whole(Der.OCTET_STRING),
        Der.encode(Der.context(0, true), curve));
  }
}
