package io.postern.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ftp.Line;
import io.postern.ftp.LineLimits;
import io.postern.ftp.Reply;
import io.postern.ftp.ReplyAssembler;
import io.postern.upstream.ProbeDialogue.Step;
import io.postern.upstream.ProbeSettings.Login;
import io.postern.upstream.ProbeVerdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogue of a probe, written as it is spoken: the server's replies, and what is sent. */
class ProbeDialogueTest {

  private static final Optional<Login> LOGIN = Optional.of(new Login("probe", "s3cret"));

  /** Replies parted by |; the lines that are sent, parted by |, and the end. */
  @ParameterizedTest
  @CsvSource({
    "220 Hello|221 Bye, QUIT, PASSED",
    "120 Soon|220 Hello|221 Bye, QUIT, PASSED",
    "'220-Hello\n220 there|221 Bye', QUIT, PASSED",
    "220 Hello|500 What?, QUIT, PASSED",
    "220 Hello|421 Bye, QUIT, PASSED",
    "421 Too many, '', NO_GREETING (421)",
    "530 No|221 Bye, QUIT, NO_GREETING (530)",
    "230 In|221 Bye, QUIT, NO_GREETING (230)",
  })
  void greeting_decides(String replies, String sent, String verdict) {
    assertThat(spoken(ProbeSettings.GREETING, false, replies)).isEqualTo(sent + " = " + verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "220 Hi|331 Password|230 In|221 Bye, USER probe|PASS s3cret|QUIT, PASSED",
    "220 Hi|331 Password|202 Superfluous|221 Bye, USER probe|PASS s3cret|QUIT, PASSED",
    "220 Hi|230 In|221 Bye, USER probe|QUIT, PASSED",
    "220 Hi|232 In|221 Bye, USER probe|QUIT, PASSED",
    "220 Hi|530 No|221 Bye, USER probe|QUIT, NO_LOGIN (530)",
    "220 Hi|331 Password|530 No|221 Bye, USER probe|PASS s3cret|QUIT, NO_LOGIN (530)",
    "220 Hi|331 Password|332 Account|221 Bye, USER probe|PASS s3cret|QUIT, NO_LOGIN (332)",
    "220 Hi|332 Account|221 Bye, USER probe|QUIT, NO_LOGIN (332)",
    "220 Hi|331 Password|421 Full, USER probe|PASS s3cret, NO_LOGIN (421)",
  })
  void login_decides(String replies, String sent, String verdict) {
    assertThat(spoken(new ProbeSettings(LOGIN, false), false, replies))
        .isEqualTo(sent + " = " + verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "false; 227 Entering Passive Mode (192,0,2,1,5,20).; PASV|QUIT; PASSED",
        "false; 227 Entering Passive Mode; PASV|QUIT; NO_DATA (227)",
        "false; 229 Extended (|||1300|); PASV|QUIT; NO_DATA (229)",
        "false; 425 No port left; PASV|QUIT; NO_DATA (425)",
        "false; 421 Bye; PASV; NO_DATA (421)",
        "true; 229 Extended (!!!1300!); EPSV|QUIT; PASSED",
        "true; 227 Entering Passive Mode (192,0,2,1,5,20).; EPSV|QUIT; NO_DATA (227)",
        "true; 500 What?; EPSV|QUIT; NO_DATA (500)",
      })
  void passivePort_decides(boolean ipv6, String reply, String sent, String verdict) {
    ProbeDialogue dialogue = new ProbeDialogue(new ProbeSettings(LOGIN, true), ipv6);
    dialogue.receive(Reply.of(220, "Hi"));
    assertThat(sent(dialogue.receive(Reply.of(230, "In")))).isEqualTo(sent.split("\\|", -1)[0]);

    Step step = dialogue.receive(reply(reply));

    assertThat(dialogue.verdict()).hasToString("Optional[" + verdict + "]");
    if (sent.endsWith("QUIT")) {
      assertThat(sent(step)).isEqualTo("QUIT");
    } else {
      assertThat(step).isInstanceOf(Step.Done.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"CLOSED", "FOREIGN", "OVERDUE"})
  void end_beforeAVerdict_isTheVerdict(Outcome outcome) {
    ProbeDialogue dialogue = new ProbeDialogue(new ProbeSettings(LOGIN, false), false);
    dialogue.receive(Reply.of(220, "Hi"));
    assertThat(dialogue.verdict()).isEmpty();

    assertThat(end(dialogue, outcome)).isEqualTo(new Step.Done(new ProbeVerdict(outcome, 0)));

    assertThat(dialogue.verdict()).contains(new ProbeVerdict(outcome, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"CLOSED", "FOREIGN", "OVERDUE"})
  void end_behindAVerdict_changesNothing(Outcome outcome) {
    ProbeDialogue passed = new ProbeDialogue(ProbeSettings.GREETING, false);
    passed.receive(Reply.of(220, "Hi"));
    ProbeDialogue failed = new ProbeDialogue(ProbeSettings.GREETING, false);
    failed.receive(Reply.of(530, "No"));

    assertThat(end(passed, outcome)).isEqualTo(new Step.Done(new ProbeVerdict(Outcome.PASSED, 0)));
    assertThat(end(failed, outcome))
        .isEqualTo(new Step.Done(new ProbeVerdict(Outcome.NO_GREETING, 530)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nDELE b", "a\nb", "a\0b", "a\u0085b"})
  void login_withAControlCharacter_isRefused(String text) {
    assertThatThrownBy(() -> new Login(text, "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Login("probe", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(text);
  }

  @Test
  void settings_neverShowThePassword() {
    assertThat(new ProbeSettings(LOGIN, true).toString()).contains("probe").doesNotContain("s3");
  }

  @Test
  void passivePort_withoutALogin_isRefused() {
    assertThatThrownBy(() -> new ProbeSettings(Optional.empty(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Step end(ProbeDialogue dialogue, Outcome outcome) {
    return switch (outcome) {
      case CLOSED -> dialogue.closed();
      case FOREIGN -> dialogue.malformed();
      case OVERDUE -> dialogue.overdue();
      default -> throw new IllegalArgumentException(outcome.name());
    };
  }

  /** Speaks until there is no reply any more; it must end with the last one and not before. */
  private static String spoken(ProbeSettings settings, boolean ipv6, String replies) {
    ProbeDialogue dialogue = new ProbeDialogue(settings, ipv6);
    List<String> sent = new ArrayList<>();
    Step step = new Step.Wait();
    for (String each : replies.split("\\|", -1)) {
      assertThat(step).isNotInstanceOf(Step.Done.class);
      step = dialogue.receive(reply(each));
      if (step instanceof Step.Send) {
        sent.add(sent(step));
      }
    }
    assertThat(step).isInstanceOf(Step.Done.class);
    return String.join("|", sent) + " = " + ((Step.Done) step).verdict();
  }

  private static String sent(Step step) {
    assertThat(step).isInstanceOf(Step.Send.class);
    String line = new String(((Step.Send) step).line(), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\r\n");
    return line.substring(0, line.length() - 2);
  }

  private static Reply reply(String text) {
    ReplyAssembler assembler = new ReplyAssembler(LineLimits.DEFAULT);
    ReplyAssembler.Assembled last = new ReplyAssembler.Assembled.Incomplete();
    for (String line : text.split("\n", -1)) {
      last = assembler.accept(Line.of(line));
    }
    assertThat(last).isInstanceOf(ReplyAssembler.Assembled.Complete.class);
    return ((ReplyAssembler.Assembled.Complete) last).reply();
  }
}
