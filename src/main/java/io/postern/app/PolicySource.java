package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Problem;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.policy.Policy;
import io.postern.policy.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the policy in force, and loads the next one: all its files are read, and one reference is
 * swapped if there is no mistake; otherwise the policy stays as it is. Loads are done one after the
 * other. Thread-safe; {@link #policy} never waits.
 */
final class PolicySource {

  private static final Logger LOG = LoggerFactory.getLogger(PolicySource.class);

  private final Path file;
  private final PolicyReader reader;
  private volatile EventSink sink = event -> {};
  private volatile Policy policy;
  private volatile Set<Path> files;
  private Contents accepted;
  private Contents rejected = Contents.NONE;

  private PolicySource(Path file, PolicyReader reader, PolicyAttempt first, Policy policy) {
    this.file = file;
    this.reader = reader;
    this.policy = policy;
    this.files = first.files();
    this.accepted = first.contents();
  }

  /**
   * Loads the first policy, of generation 1.
   *
   * @param file the one that names all others, as the user named it
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  static PolicySource load(Path file, PolicyReader reader) throws ConfigException {
    Set<Path> known = Set.of(file.toAbsolutePath().normalize());
    PolicyAttempt first = PolicyAttempt.make(reader, 1, known);
    PolicySource source = new PolicySource(file, reader, first, first.policy());
    warn(first);
    return source;
  }

  /** Publishes that the policy is in force, and from now on what comes of each load. */
  void announce(EventSink to) {
    sink = to;
    to.publish(loaded(PolicyTrigger.START));
  }

  /** The policy in force. */
  Policy policy() {
    return policy;
  }

  /** The files to watch: those of the policy in force, and those of one that was rejected. */
  Set<Path> files() {
    return files;
  }

  /** The policy in force in a few words: {@code rules.yaml, 12 rules, default deny}. */
  String summary() {
    Policy now = policy;
    String otherwise = now.rules().otherwise().verdict().name().toLowerCase(Locale.ROOT);
    int count = now.rules().rules().size();
    return file + ", " + count + (count == 1 ? " rule" : " rules") + ", default " + otherwise;
  }

  /**
   * Loads the policy anew. Where no file has another content than before, the policy and its
   * generation stay; and mistakes that were told are not told again because a file was touched.
   */
  synchronized PolicyReload reload(PolicyTrigger trigger) {
    Contents now = Contents.of(files);
    if (now.equals(accepted)) {
      return keep(trigger);
    }
    if (trigger == PolicyTrigger.FILE && now.equals(rejected)) {
      return new PolicyReload(policy, List.of());
    }
    PolicyAttempt attempt = PolicyAttempt.make(reader, policy.generation() + 1, files);
    files = attempt.files();
    try {
      return accept(attempt.policy(), attempt, trigger);
    } catch (ConfigException e) {
      return reject(e, attempt, trigger);
    }
  }

  private PolicyReload keep(PolicyTrigger trigger) {
    // After a mistake was taken back, it is worth a line; after a file was touched, it is none.
    if (trigger != PolicyTrigger.FILE || !rejected.equals(Contents.NONE)) {
      LOG.info("rules: {}; unchanged, generation {} ({})", summary(), generation(), trigger);
    }
    rejected = Contents.NONE;
    return new PolicyReload(policy, List.of());
  }

  private PolicyReload accept(Policy next, PolicyAttempt attempt, PolicyTrigger trigger) {
    policy = next;
    accepted = attempt.contents();
    rejected = Contents.NONE;
    warn(attempt);
    LOG.info("rules: {}; generation {} ({})", summary(), generation(), trigger);
    sink.publish(loaded(trigger));
    return new PolicyReload(next, List.of());
  }

  private PolicyReload reject(ConfigException e, PolicyAttempt attempt, PolicyTrigger trigger) {
    rejected = attempt.contents();
    List<String> mistakes = e.problems().stream().map(Problem::toString).toList();
    LOG.warn(
        "rules not loaded, {}; generation {} stays ({})",
        mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes",
        generation(),
        trigger);
    mistakes.forEach(mistake -> LOG.warn("{}", mistake));
    sink.publish(
        new PolicyRejected(generation(), mistakes.size(), mistakes.get(0), trigger.toString()));
    return new PolicyReload(policy, mistakes);
  }

  private static void warn(PolicyAttempt attempt) {
    attempt.warnings().forEach(warning -> LOG.warn("{}", warning));
  }

  private long generation() {
    return policy.generation();
  }

  private GatewayEvent loaded(PolicyTrigger trigger) {
    List<String> ids = policy.rules().rules().stream().map(Rule::id).toList();
    return new PolicyLoaded(generation(), ids, trigger.toString());
  }
}
