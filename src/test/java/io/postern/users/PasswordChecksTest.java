package io.postern.users;

import static io.postern.users.PasswordChecks.Answer.BUSY;
import static io.postern.users.PasswordChecks.Answer.RIGHT;
import static io.postern.users.PasswordChecks.Answer.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.postern.ftp.AddressLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PasswordChecksTest {

  private final UserTable users =
      UserTable.parse(
          "anna:" + BCrypt.withDefaults().hashToString(5, "x".toCharArray()), new ArrayList<>());
  private final BlockingQueue<PasswordChecks.Answer> answers = new LinkedBlockingQueue<>();

  @Test
  void check_tellsWhatCameOfIt() throws InterruptedException {
    try (PasswordChecks checks = new PasswordChecks(1, 10, 10)) {
      checks.check(client(1), () -> users, "anna", "x", answers::add);
      assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(RIGHT);
      checks.check(client(1), () -> users, "anna", "y", answers::add);
      assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(WRONG);
    }
  }

  @Test
  void check_moreOfOneClientThanItMayHaveInLine_isBusyAndOthersAreNot()
      throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    Supplier<UserTable> slow = () -> await(blocked);
    try (PasswordChecks checks = new PasswordChecks(1, 100, 10)) {
      for (int i = 0; i < 10; i++) {
        checks.check(client(1), slow, "anna", "x", answers::add);
      }
      assertThat(answers).isEmpty();
      checks.check(client(1), slow, "anna", "x", answers::add);
      assertThat(answers.poll()).isEqualTo(BUSY);
      checks.check(client(2), slow, "anna", "x", answers::add);
      assertThat(answers).isEmpty();
      blocked.countDown();
      List<PasswordChecks.Answer> all = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        all.add(answers.poll(30, TimeUnit.SECONDS));
      }
      assertThat(all).containsOnly(RIGHT);
      checks.check(client(1), slow, "anna", "x", answers::add);
      assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(RIGHT);
    }
  }

  @Test
  void check_moreThanMayWait_isBusy() {
    CountDownLatch blocked = new CountDownLatch(1);
    try (PasswordChecks checks = new PasswordChecks(1, 2, 10)) {
      for (int i = 1; i <= 4; i++) {
        checks.check(client(i), () -> await(blocked), "anna", "x", answers::add);
      }
      assertThat(answers.poll()).isEqualTo(BUSY);
      assertThat(answers).isEmpty();
      blocked.countDown();
    }
  }

  private UserTable await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return users;
  }

  private static InetAddress client(int last) {
    return AddressLiteral.parse("192.0.2." + last).orElseThrow();
  }
}
