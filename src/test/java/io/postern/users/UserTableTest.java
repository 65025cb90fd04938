package io.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTableTest {

  /** As htpasswd writes it: the same hash under another letter. */
  private static final String OF_HTPASSWD =
      "$2y$05$" + hash("secret").substring("$2a$05$".length());

  @TempDir Path folder;

  @Test
  void admits_theRightPasswordOnly() {
    UserTable table = table("# people\n\nanna:" + hash("secret") + "\nbob:" + OF_HTPASSWD + "\n");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.admits("anna", "secret")).isTrue();
    assertThat(table.admits("bob", "secret")).isTrue();
    assertThat(table.admits("anna", "Secret")).isFalse();
    assertThat(table.admits("anna", "")).isFalse();
    assertThat(table.admits("carl", "secret")).isFalse();
  }

  @Test
  void admits_noPasswordThatBcryptWouldCutShort() {
    String longest = "x".repeat(72);
    UserTable table = table("anna:" + hash(longest));
    assertThat(table.admits("anna", longest)).isTrue();
    assertThat(table.admits("anna", longest + "y")).isFalse();
    assertThatThrownBy(() -> PasswordHash.of(longest + "y"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void admits_takesAsLongForWhoIsNotThere() {
    UserTable table = table("anna:" + BCrypt.withDefaults().hashToString(9, "x".toCharArray()));
    long known = median(() -> table.admits("anna", "wrong"));
    long unknown = median(() -> table.admits("nobody", "wrong"));
    assertThat((double) unknown / known).isBetween(0.5, 2.0);
  }

  /** Files have hashes of more than one cost: htpasswd makes 5, the gateway 11. */
  @Test
  void admits_takesAsLongForEveryCostThatTheFileHas() {
    UserTable table =
        table("cheap:" + hashOf(5) + "\nmiddling:" + hashOf(7) + "\ndear:" + hashOf(8) + "\n");
    for (String user : List.of("cheap", "middling", "dear", "nobody")) {
      long[] work = {0};
      table.admits(
          user,
          hash -> {
            work[0] += 1L << PasswordHash.cost(hash).orElseThrow();
            return false;
          });
      assertThat(work[0]).as(user).isEqualTo(1L << 8);
    }
  }

  private static String hashOf(int cost) {
    return BCrypt.withDefaults().hashToString(cost, "secret".toCharArray());
  }

  @Test
  void of_makesAHashThatTheTableTakes() {
    String line = "anna:" + PasswordHash.of("sécret");
    assertThat(table(line).admits("anna", "sécret")).isTrue();
  }

  @Test
  void mistakes_areAllToldWithTheirLines() {
    List<UserMistake> mistakes = new ArrayList<>();
    String good = hash("x");
    UserTable.parse(
        "anna:"
            + good
            + "\nanna:"
            + good
            + "\nno colon\n a@b:"
            + good
            + "\nbob:plain\ncarl:"
            + good.replace("$05$", "$04$"),
        mistakes);
    assertThat(mistakes).extracting(UserMistake::line).containsExactly(2, 3, 3, 4, 5, 6);
    assertThat(mistakes.toString()).doesNotContain("plain").doesNotContain(good);
  }

  @Test
  void source_readsAgainWhatHasChanged_andKeepsTheOldOnMistakes()
      throws IOException, UserFileException {
    Path file = folder.resolve("users");
    Files.writeString(file, "anna:" + hash("one"));
    UserSource source = UserSource.open(file);
    assertThat(source.reload()).isFalse();
    Files.writeString(file, "anna:" + hash("two"));
    assertThat(source.reload()).isTrue();
    assertThat(source.get().admits("anna", "two")).isTrue();

    Files.writeString(file, "anna:oops");
    assertThatThrownBy(source::reload)
        .isInstanceOf(UserFileException.class)
        .hasMessageContaining("users:1: expected a hash of bcrypt");
    assertThat(source.reload()).as("the same mistake again").isFalse();
    assertThatThrownBy(source::reloadNow).isInstanceOf(UserFileException.class);
    assertThat(source.get().admits("anna", "two")).isTrue();
  }

  @Test
  void source_withoutAnybody_isAMistake() throws IOException {
    Path file = folder.resolve("users");
    assertThatThrownBy(() -> UserSource.open(file))
        .hasMessageContaining("expected a file, but there is none of that name");
    Files.writeString(file, "# nobody\n");
    assertThatThrownBy(() -> UserSource.open(file)).hasMessageContaining("without any nobody");
  }

  private static long median(Runnable step) {
    long[] nanos = new long[15];
    for (int i = 0; i < nanos.length; i++) {
      long from = System.nanoTime();
      step.run();
      nanos[i] = System.nanoTime() - from;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[nanos.length / 2]).toNanos();
  }

  private static UserTable table(String text) {
    List<UserMistake> mistakes = new ArrayList<>();
    UserTable table = UserTable.parse(text, mistakes);
    assertThat(mistakes).isEmpty();
    return table;
  }

  private static String hash(String password) {
    return BCrypt.withDefaults().hashToString(5, password.toCharArray());
  }
}
