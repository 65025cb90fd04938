package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Nothing throws, and what is accepted is, written anew, accepted as the same. */
class FormsFuzzTest {

  private static final byte[] CODE_227 = "227 ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CODE_229 = "229 ".getBytes(StandardCharsets.US_ASCII);

  @FuzzTest(maxDuration = "2m")
  void parse_anyBytes_areRefusedOrTheSameWrittenAnew(byte[] bytes) {
    checkCommand(bytes);
    checkPort(bytes);
    checkEprt(bytes);
    checkPassiveReply(bytes);
    checkExtendedPassiveReply(bytes);
    checkLiterals(bytes);
  }

  private static void checkCommand(byte[] bytes) {
    Command.parse(new Line(bytes, false, false, false))
        .ifPresent(
            command -> {
              assertThat(command.name()).matches("[A-Z][A-Z0-9]{0,11}|P@SW");
              assertThat(command.maskedArgument()).isNotNull();
              assertThat(Text.escape(command.argumentText(), 80)).hasSizeLessThanOrEqualTo(80);
              byte[] anew =
                  concat(
                      (command.name() + " ").getBytes(StandardCharsets.US_ASCII),
                      command.argument());
              Command again = Command.parse(new Line(anew, false, false, false)).orElseThrow();
              assertThat(again.verb()).isEqualTo(command.verb());
              assertThat(again.argument()).isEqualTo(command.argument());
            });
  }

  private static void checkPort(byte[] argument) {
    PortForm.parse(argument)
        .ifPresent(
            endpoint ->
                assertThat(PortForm.format(endpoint).getBytes(StandardCharsets.US_ASCII))
                    .isEqualTo(argument));
  }

  private static void checkEprt(byte[] argument) {
    if (EprtForm.parse(argument) instanceof EprtForm.Parsed.Address address) {
      assertThat(address.endpoint().port()).isPositive();
      assertThat(
              EprtForm.parse(
                  EprtForm.format(address.endpoint()).getBytes(StandardCharsets.US_ASCII)))
          .isEqualTo(address);
    }
  }

  private static void checkPassiveReply(byte[] text) {
    PassiveReply.parse(new Reply(227, List.of(concat(CODE_227, text))))
        .ifPresent(
            endpoint -> {
              assertThat(endpoint.port()).isPositive();
              assertThat(PassiveReply.parse(PassiveReply.format(endpoint))).contains(endpoint);
            });
  }

  private static void checkExtendedPassiveReply(byte[] text) {
    ExtendedPassiveReply.parse(new Reply(229, List.of(concat(CODE_229, text))))
        .ifPresent(
            port ->
                assertThat(ExtendedPassiveReply.parse(ExtendedPassiveReply.format(port)))
                    .hasValue(port));
  }

  private static void checkLiterals(byte[] bytes) {
    String text = Text.decode(bytes);
    AddressLiteral.parse(text)
        .ifPresent(
            address ->
                assertThat(AddressLiteral.parse(address.getHostAddress())).contains(address));
    Network.parse(text)
        .ifPresent(network -> assertThat(Network.parse(network.toString())).contains(network));
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] both = new byte[head.length + tail.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }
}
