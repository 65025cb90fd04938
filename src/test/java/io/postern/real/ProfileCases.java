package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.real.ProfileSite.Starter;
import io.postern.testing.ProfileCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every shipped profile in front of one server that would allow everything: what must work, works,
 * byte by byte; what must not is answered as the profile says, never reaches the server, and leaves
 * its files as they were.
 */
abstract class ProfileCases {

  private static final List<ProfileClient> CLIENTS = List.of(new Curl(), new Lftp());
  private static final String FILE = "/files/" + Size.ONE_MIB.fileName();

  /** The rules of observe-everything that the test gives something to see, with each server. */
  private static final List<String> OBSERVING =
      List.of(
          "saw-writing",
          "saw-deleting",
          "saw-reading",
          "saw-listing",
          "saw-active-mode",
          "saw-passive-mode",
          "saw-administration",
          "saw-an-unknown-verb",
          "saw-a-login-without-tls",
          "saw-anything-else");

  private final Starter starter;

  ProfileCases(Starter starter) {
    this.starter = starter;
  }

  /** A server whose own settings keep it from replacing a file. */
  abstract Starter neverReplacing();

  /** How it tells that a file is not replaced. */
  abstract String notReplaced();

  @Test
  void defaultProfile_letsEverythingThrough_andBansWhoGuessesPasswords() {
    try (ProfileSite site = site("default.yaml")) {
      for (ProfileClient client : CLIENTS) {
        assertReads(site, client);
        assertStores(site, client);
        client
            .send(site.visit(Form.EPSV), "MKD /files/d", "RMD /files/d")
            .answered("MKD /files/d", "257 ")
            .answered("RMD /files/d", "250 ");
      }
      assertGuessesAreBanned(site, 5);
    }
  }

  @Test
  void strict_letsStandardClientsThrough_andRefusesWhatIsBesideTheStandard() {
    try (ProfileSite site = site("strict.yaml")) {
      for (ProfileClient client : CLIENTS) {
        assertReads(site, client);
        assertStores(site, client);
        String admin = "550 The server is not administered from here.";
        assertRefused(site, client, admin, "SITE CHMOD 600 " + FILE);
        assertRefused(site, client, "502 ", "XYZZ");
      }
      assertGuessesAreBanned(site, 3);
    }
  }

  @Test
  void readOnly_servesFiles_andNothingIsChanged() {
    try (ProfileSite site = site("read-only.yaml")) {
      String before = site.folder().contents();
      for (ProfileClient client : CLIENTS) {
        assertReads(site, client);
        assertNotStored(site, client, "550 This server is read-only.");
        String reply = "550 This server is read-only.";
        assertRefused(
            site, client, reply, "DELE " + FILE, "MKD /files/d", "RNFR " + FILE, "APPE a", "STOU");
        assertRefused(site, client, "502 Not allowed by policy.", "SITE CHMOD 600 " + FILE);
      }
      assertThat(site.folder().contents()).isEqualTo(before);
    }
  }

  @Test
  void dropBox_takesFilesUnderNewNames_andShowsNothing() {
    try (ProfileSite site = site("drop-box.yaml")) {
      String before = site.folder().contents();
      for (ProfileClient client : CLIENTS) {
        assertNotStored(site, client, "553 Store with STOU");
        client.list(site.visit(Form.EPSV), "/files").refused("550 Nothing is listed here.");
        assertNotRead(site, client, "550 Nothing is handed out here.");
        String reply = "550 What is here stays as it is.";
        assertRefused(
            site,
            client,
            reply,
            "DELE " + FILE,
            "RNFR " + FILE,
            "APPE a",
            "REST 5",
            "MKD /files/d");
      }
      assertThat(site.commands()).noneMatch(ProfileCases::changesOrTellsFiles);
      assertThat(site.folder().contents()).isEqualTo(before);
      assertStoresUnique(site);
    }
  }

  @Test
  void dropBox_withStor_replacesNothingWhereTheServerNeverDoes() {
    try (ProfileSite site =
        new ProfileSite(
            neverReplacing(),
            "drop-box.yaml",
            rules -> rules.replace("drop-box.yaml", "verb: [stou]", "verb: [stou, stor]"))) {
      for (ProfileClient client : CLIENTS) {
        String name = "new-" + client;
        Path first = write(site, "first");
        client.put(site.visit(Form.EPSV), first, "/files/" + name).told("226 ");
        assertSame(site.folder().file(name), first);

        Path second = write(site, "the second, which is longer");
        client.put(site.visit(Form.EPSV), second, "/files/" + name).refused(notReplaced());
        assertSame(site.folder().file(name), first);
      }
    }
  }

  @Test
  void noActive_worksInPassiveMode_andRefusesPort() {
    try (ProfileSite site = site("no-active.yaml")) {
      for (ProfileClient client : CLIENTS) {
        assertReads(site, client, Form.PASV, Form.EPSV);
        assertStores(site, client);
        client
            .get(site.visit(Form.PORT), FILE, site.work().resolve("local"))
            .told("502 Active mode is not allowed here; use PASV or EPSV.");
        assertRefused(site, client, "502 Active mode is not allowed", "EPRT |1|127.0.0.1|40000|");
      }
      assertThat(site.commands()).noneMatch(line -> line.matches("(?i)(PORT|EPRT)\\b.*"));
      assertThat(site.metrics().sum("postern_pinholes_opened_total", "mode=\"active\"")).isZero();
    }
  }

  @Test
  void anonymousMirror_servesAnonymousReaders_andNobodyElse() {
    try (ProfileSite site = site("anonymous-mirror.yaml")) {
      String before = site.folder().contents();
      for (ProfileClient client : CLIENTS) {
        Path local = site.work().resolve("local");
        client
            .get(site.visit("anonymous", Form.EPSV), FILE, local)
            .told("Public archive.")
            .worked();
        assertSame(local, site.folder().file(Size.ONE_MIB.fileName()));
        client
            .put(site.visit("anonymous", Form.EPSV), local, "/files/up")
            .refused("550 This archive is read-only.");
        client.list(site.visit("bob", Form.EPSV), "/files").refused("530 This server is for");
      }
      assertThat(site.commands()).noneMatch(line -> line.matches("(?i)(STOR|USER bob|PORT)\\b.*"));
      assertThat(site.folder().contents()).isEqualTo(before);
    }
  }

  @Test
  void partnerExchange_keepsPartnersInTheirDirectories() {
    Consumer<ProfileCopy> partner =
        rules -> rules.write("partners.txt", "# The test's.\nanonymous\npostern\n");
    try (ProfileSite site = new ProfileSite(starter, "partner-exchange.yaml", partner)) {
      String own = "/partners/" + site.visit(Form.EPSV).user();
      site.folder().directory(own);
      site.folder().directory("/partners/other");
      site.folder().directory("/shared");
      for (ProfileClient client : CLIENTS) {
        assertPartner(site, client, own);
      }
      assertThat(site.commands())
          .noneMatch(line -> line.contains(".exe"))
          .noneMatch(line -> line.contains("other"))
          .noneMatch(line -> line.contains("USER eve"));
    }
  }

  @Test
  void observeEverything_refusesNothing_andWritesEverythingDown() {
    try (ProfileSite site = site("observe-everything.yaml")) {
      for (ProfileClient client : CLIENTS) {
        assertReads(site, client);
        assertStores(site, client);
        client.send(site.visit(Form.EPSV), "SITE HELP", "XYZZ").answered("XYZZ", "500 ");
        assertThat(site.commands()).contains("SITE HELP", "XYZZ");
      }
      await("the audit log")
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                for (String rule : OBSERVING) {
                  assertThat(site.auditLines()).anyMatch(line -> isObserved(line, rule));
                }
                assertThat(site.auditLines())
                    .noneMatch(line -> line.contains("\"effect\":\"deny\""));
              });
    }
  }

  private static void assertPartner(ProfileSite site, ProfileClient client, String own) {
    Path upload = write(site, "An order of " + client);
    Path local = site.work().resolve("local");
    Visit partner = site.visit(Form.EPSV);
    client.put(partner, upload, own + "/order.txt").worked();
    assertSame(site.folder().root().resolve(own.substring(1) + "/order.txt"), upload);
    client.get(partner, own + "/order.txt", local).worked();
    assertSame(local, upload);
    client.list(partner, own).told("order.txt").worked();

    client.put(partner, upload, own + "/order.exe").refused("553 Programs are not accepted here.");
    client.get(partner, "/partners/other/x", site.work().resolve("x")).refused("550 Not");
    client.list(partner, "/partners").refused("550 Not allowed by policy.");
    client.put(partner, upload, "/shared/order.txt").refused("550 Not allowed by policy.");
    client.list(site.visit("eve", Form.EPSV), own).refused("530 Not a partner.");
  }

  private static boolean isObserved(String line, String rule) {
    return line.contains("\"effect\":\"observe\",\"rule\":\"" + rule + "\"");
  }

  private ProfileSite site(String profile) {
    return new ProfileSite(starter, profile, rules -> {});
  }

  /** Reads the file and lists its directory, in all of four forms that the client has. */
  private static void assertReads(ProfileSite site, ProfileClient client) {
    assertReads(site, client, Form.PORT, Form.PASV, Form.EPSV);
  }

  private static void assertReads(ProfileSite site, ProfileClient client, Form... forms) {
    for (Form form : forms) {
      Path local = site.work().resolve("local");
      client.get(site.visit(form), FILE, local).worked();
      assertSame(local, site.folder().file(Size.ONE_MIB.fileName()));
    }
    client.list(site.visit(Form.EPSV), "/files").told(Size.ONE_MIB.fileName()).worked();
  }

  private static void assertStores(ProfileSite site, ProfileClient client) {
    Path upload = write(site, "Stored by " + client);
    client.put(site.visit(Form.EPSV), upload, "/files/up").worked();
    assertSame(site.folder().file("up"), upload);
    client.send(site.visit(Form.EPSV), "DELE /files/up").answered("DELE /files/up", "250 ");
    assertThat(site.folder().file("up")).doesNotExist();
  }

  private static void assertNotStored(ProfileSite site, ProfileClient client, String reply) {
    Path upload = write(site, "Not stored");
    client.put(site.visit(Form.EPSV), upload, "/files/up").refused(reply);
    client.put(site.visit(Form.EPSV), upload, FILE).refused(reply);
    assertThat(site.folder().file("up")).doesNotExist();
    assertThat(site.commands()).noneMatch(line -> line.startsWith("STOR"));
  }

  private static void assertNotRead(ProfileSite site, ProfileClient client, String reply) {
    Path local = site.work().resolve("local");
    client.get(site.visit(Form.EPSV), FILE, local).refused(reply);
    assertThat(local.toFile().length()).isZero();
    assertThat(site.commands()).noneMatch(line -> line.startsWith("RETR"));
  }

  /** Each command is answered so, and never reaches the server. */
  private static void assertRefused(
      ProfileSite site, ProfileClient client, String reply, String... commands) {
    Attempt attempt = client.send(site.visit(Form.EPSV), commands);
    for (String command : commands) {
      attempt.answered(command, reply);
    }
    assertThat(site.commands()).doesNotContain(commands);
  }

  private static boolean changesOrTellsFiles(String command) {
    return command.matches("(STOR|APPE|DELE|RNFR|MKD|REST|RETR|SIZE|LIST|NLST|MLSD|MLST)\\b.*");
  }

  private static void assertStoresUnique(ProfileSite site) {
    Path upload = write(site, "Into the box");
    List<Path> before = files(site);
    String log = new Tnftp().storeUnique(site.visit(Form.PASV), upload);
    log += new Tnftp().storeUnique(site.visit(Form.PASV), upload);
    List<Path> added = files(site).stream().filter(file -> !before.contains(file)).toList();
    assertThat(added).as("%s", log).hasSize(2).allSatisfy(file -> assertSame(file, upload));
  }

  /** As many wrong passwords as the profile allows; then the address is turned away. */
  private static void assertGuessesAreBanned(ProfileSite site, int attempts) {
    ProfileClient client = new Curl();
    for (int i = 0; i < attempts; i++) {
      client.list(site.visit("nobody-at-all", Form.EPSV), "/").refused("53");
    }
    client.list(site.visit(Form.EPSV), "/files").refused("421 ");
  }

  private static List<Path> files(ProfileSite site) {
    try (Stream<Path> files = Files.list(site.folder().files())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(ProfileSite site, String content) {
    try {
      return Files.writeString(site.work().resolve("upload"), content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSame(Path actual, Path expected) {
    assertThat(Sha256.of(actual)).isEqualTo(Sha256.of(expected));
  }
}
