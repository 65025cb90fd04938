package io.postern.policy;

/**
 * Some certificates of clients, by what they name. Immutable.
 *
 * @param commonNames compared with the first CN alone, without escapes
 * @param subjects compared with the whole subject
 */
public record Certificates(Names commonNames, Names subjects) {

  /** Whether a subject is one of theirs; that of no certificate never is. */
  boolean contains(Subject subject) {
    return !subject.isNone()
        && (subjects.contains(subject.text())
            || (!subject.commonName().isEmpty() && commonNames.contains(subject.commonName())));
  }
}
