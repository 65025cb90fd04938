package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.policy.Policy;
import io.postern.policy.Rule;
import io.postern.testing.ProfileCopy;
import io.postern.testing.YamlMutations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken file of rules never changes the policy in force, a right one changes all of it. */
class MutatedPolicyTest {

  private static final int FILES = 300;

  @TempDir private Path folder;

  @Test
  void reload_editedProfiles_swapsWholeOrKeepsWhole() throws Exception {
    ProfileCopy profiles = new ProfileCopy(folder);
    List<String> names = ProfileCopy.names();
    Path file = profiles.file("partner-exchange.yaml");
    FilePolicy reader = new FilePolicy(file);
    PolicySource source = PolicySource.load(file, reader);
    List<GatewayEvent> events = new ArrayList<>();
    source.announce(events::add);
    YamlMutations mutations = new YamlMutations(2577);
    int accepted = 0;
    for (int i = 0; i < FILES; i++) {
      String text = Files.readString(ProfileCopy.SHIPPED.resolve(names.get(i % names.size())));
      Files.write(file, i % 2 == 0 ? mutations.edited(text) : mutations.shuffled(text));
      accepted += reload(source, reader, events) ? 1 : 0;
    }
    assertThat(accepted).isBetween(30, FILES - 30);
  }

  private static boolean reload(PolicySource source, FilePolicy reader, List<GatewayEvent> events)
      throws Exception {
    Policy before = source.policy();
    PolicyReload reload = source.reload(PolicyTrigger.ADMIN);
    Policy now = source.policy();
    assertThat(reload.policy()).isSameAs(now);
    GatewayEvent last = events.get(events.size() - 1);
    if (!reload.mistakes().isEmpty()) {
      assertThat(now).isSameAs(before);
      assertThat(last).isInstanceOf(PolicyRejected.class);
      return false;
    }
    if (now != before) {
      assertThat(now.generation()).isEqualTo(before.generation() + 1);
      assertThat(last).isInstanceOf(PolicyLoaded.class);
      assertThat(parts(now)).isEqualTo(parts(reader.read(now.generation()).policy()));
    }
    return true;
  }

  /** All but the replies: they and patterns are not equal to others of the same text. */
  private static List<String> parts(Policy policy) {
    List<String> parts = new ArrayList<>(List.of(policy.rules().otherwise().verdict().name()));
    for (Rule rule : policy.rules().rules()) {
      parts.add(rule.id() + " " + rule.when() + " " + rule.unless());
      parts.add(rule.then().verdict() + " " + rule.then().limits() + " " + rule.then().grants());
    }
    return parts;
  }
}
