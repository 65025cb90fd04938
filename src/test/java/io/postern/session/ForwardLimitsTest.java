package io.postern.session;

import static io.postern.testing.CoreSession.endpoint;
import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.RulesFile;
import io.postern.event.GatewayEvent;
import io.postern.policy.Hosts;
import io.postern.policy.Limits;
import io.postern.policy.Policy;
import io.postern.policy.Quotas;
import io.postern.testing.CoreSession;
import io.postern.testing.TestSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules limit where clients name their servers. */
class ForwardLimitsTest {

  private static final String GUESSING =
      """
      rules:
        - id: guessing
          when: {verb: login}
          then: {limit: {failed-logins: {attempts: 1}}}
      """;

  private static final String GUESSING_THERE =
      """
      rules:
        - id: guessing
          when: {verb: login, target: victim}
          then: {limit: {failed-logins: {attempts: 1}}}
      """;

  private final Counted counted = new Counted();
  private final List<Action> actions = new ArrayList<>();

  @Test
  void loginAtAServerOfOnesOwn_isOfAnotherAccountThanTheGuessedOne() throws Exception {
    login(session(GUESSING, false), "198.51.100.5", "victim", 530);
    login(session(GUESSING, false), "198.51.100.66", "victim", 230);
    assertThat(counted.failed).containsExactly("anna@198.51.100.5:21");
    assertThat(counted.loggedIn).containsExactly("anna@198.51.100.66:21");
  }

  @Test
  void limitOfATarget_holdsForTheLoginThatNamesIt() throws Exception {
    ControlSession session = session(GUESSING_THERE, true);
    loginWithBoth(session, 530);
    assertThat(counted.failed).containsExactly("anna@198.51.100.5:21");
  }

  /** The audit log tells what the client was told, in that order. */
  @Test
  void bannedForALoginThatTheGatewaySent_isToldOfThatLoginFirst() throws Exception {
    counted.bans = true;
    ControlSession session = session(GUESSING, true);
    loginWithBoth(session, 530);
    assertThat(toClient()).endsWith("530 Text\r\n421 " + Replies.BANNED.text() + "\r\n");
    int shut = indexOf(Action.ShutClientOutput.class);
    assertThat(shut).isPositive();
    assertThat(actions.subList(shut, actions.size()))
        .noneMatch(action -> action instanceof Action.ToClient)
        .noneMatch(
            action ->
                action instanceof Action.Publish publish
                    && publish.event() instanceof GatewayEvent.ReplySent);
  }

  private void login(ControlSession session, String address, String host, int answer) {
    give(session, line("USER anna@" + host));
    arrive(session, address);
    give(session, reply(331), line("PASS guess"), reply(answer));
  }

  private void loginWithBoth(ControlSession session, int answer) {
    give(session, line("USER gate,anna@victim"), line("PASS sesame,guess"));
    give(session, new Input.ProxyUserChecked(true));
    arrive(session, "198.51.100.5");
    give(session, reply(331), reply(answer));
  }

  private void arrive(ControlSession session, String address) {
    give(session, new Input.HostLookedUp(List.of(endpoint(address, 21).address())));
    give(
        session,
        new Input.ServerConnected(endpoint(address, 21), CoreSession.SERVER_SIDE),
        reply(220));
  }

  private void give(ControlSession session, Input... inputs) {
    for (Input input : inputs) {
      actions.addAll(session.receive(input, 1));
    }
  }

  private String toClient() {
    StringBuilder text = new StringBuilder();
    for (Action action : actions) {
      if (action instanceof Action.ToClient to) {
        text.append(new String(to.bytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private int indexOf(Class<? extends Action> kind) {
    return actions.stream().map(Object::getClass).toList().indexOf(kind);
  }

  private ControlSession session(String rules, boolean proxyLogin) throws Exception {
    byte[] bytes = rules.getBytes(StandardCharsets.UTF_8);
    Policy policy = Policy.of(1, false, Map.of(), RulesFile.parse("r", bytes, Path.of("")).rules());
    ControlSession session =
        CoreSession.of(settings(proxyLogin), new Rulebook(() -> policy, counted));
    actions.addAll(session.begin());
    return session;
  }

  private static SessionSettings settings(boolean proxyLogin) {
    return TestSettings.with(Entry.named(proxyLogin, new Targets(Hosts.NONE, Set.of(21), false)));
  }

  /** Remembers whose logins it is told of. */
  private static final class Counted implements Quotas {

    private final List<@Nullable String> failed = new ArrayList<>();
    private final List<@Nullable String> loggedIn = new ArrayList<>();
    private boolean bans;

    @Override
    public Quotas.Entry enter(
        Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
      return new Quotas.Entry(() -> {}, "", "");
    }

    @Override
    public Optional<Limits> loginFailed(
        List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos) {
      failed.add(user);
      return bans ? Optional.of(limits.get(0)) : Optional.empty();
    }

    @Override
    public void loggedIn(InetAddress client, @Nullable String user) {
      loggedIn.add(user);
    }
  }
}
