package io.postern.app;

import io.postern.admin.Reload;
import io.postern.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of loading all again.
 *
 * @param rules empty if there is no rules file
 * @param certificates how many are in force; 0 if none is read from a file
 * @param users how many of the gateway's own are in force; 0 if there is no file of them
 * @param mistakes every mistake in the files of certificates and users, for which those in force
 *     stay
 */
record Reloaded(Optional<PolicyReload> rules, int certificates, int users, List<String> mistakes) {

  Reloaded {
    mistakes = List.copyOf(mistakes);
  }

  /** Whether there was anything to load. */
  boolean isSomething() {
    return rules.isPresent() || certificates > 0 || users > 0;
  }

  /** For the admin port. */
  Reload told() {
    Map<String, Long> inForce = new LinkedHashMap<>();
    List<String> all = new ArrayList<>(mistakes);
    rules.ifPresent(
        reload -> {
          Policy policy = reload.policy();
          inForce.put("generation", policy.generation());
          inForce.put("rules", (long) policy.rules().rules().size());
          all.addAll(reload.mistakes());
        });
    if (certificates > 0) {
      inForce.put("certificates", (long) certificates);
    }
    if (users > 0) {
      inForce.put("users", (long) users);
    }
    return new Reload(inForce, all);
  }
}
