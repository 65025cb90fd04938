package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Problem;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of a policy, whatever came of it, with what its files held meanwhile. */
final class PolicyAttempt {

  /** How often a policy is read whose files change under the reading. */
  private static final int MOST_TRIES = 5;

  private final PolicyReader.@Nullable Reading reading;
  private final @Nullable ConfigException fault;
  private final Set<Path> files;
  private Contents contents = Contents.NONE;

  private PolicyAttempt(
      PolicyReader.@Nullable Reading reading, @Nullable ConfigException fault, Set<Path> files) {
    this.reading = reading;
    this.fault = fault;
    this.files = Set.copyOf(files);
  }

  /**
   * Reads a policy, again if a file changed meanwhile: a half of the one text and a half of the
   * other is nobody's policy.
   *
   * @param known the files, as far as they are known beforehand
   */
  static PolicyAttempt make(PolicyReader reader, long generation, Set<Path> known) {
    Contents before = Contents.of(known);
    PolicyAttempt attempt = once(reader, generation, known);
    for (int i = 1; i < MOST_TRIES; i++) {
      Contents after = Contents.of(attempt.files);
      if (after.equals(before)) {
        attempt.contents = after;
        return attempt;
      }
      before = after;
      attempt = once(reader, generation, attempt.files);
    }
    return attempt; // of contents unknown, so that the next load reads it again
  }

  private static PolicyAttempt once(PolicyReader reader, long generation, Set<Path> known) {
    try {
      PolicyReader.Reading reading = reader.read(generation);
      return new PolicyAttempt(reading, null, reading.files());
    } catch (ConfigException e) {
      // A set's file that is not there is no file of the policy in force, but must be watched for.
      Set<Path> files = new LinkedHashSet<>(known);
      files.addAll(e.files());
      return new PolicyAttempt(null, e, files);
    }
  }

  /**
   * What was read.
   *
   * @throws ConfigException if it can't be used
   */
  Policy policy() throws ConfigException {
    if (reading == null) {
      throw Objects.requireNonNull(fault);
    }
    return reading.policy();
  }

  /** What is allowed but hardly wanted. */
  List<Problem> warnings() {
    return reading == null ? List.of() : reading.warnings();
  }

  /** The files that it is made of; if it can't be used, those that would have to change. */
  Set<Path> files() {
    return files;
  }

  /** What the files held; {@link Contents#NONE} if they never held still. */
  Contents contents() {
    return contents;
  }
}
