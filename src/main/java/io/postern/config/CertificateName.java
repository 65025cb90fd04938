package io.postern.config;

import io.postern.policy.Certificates;
import io.postern.policy.NamePattern;
import io.postern.policy.Names;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A word in a condition on certificates.
 *
 * @param text as it stands in the file
 * @param pattern what it matches; empty if it is a name or a subject
 */
record CertificateName(String text, Optional<NamePattern> pattern) {

  /** All of them as one condition. */
  static Certificates certificates(List<CertificateName> all) {
    Predicate<CertificateName> subject = CertificateName::isSubject;
    return new Certificates(names(all, subject.negate()), names(all, subject));
  }

  private static Names names(List<CertificateName> all, Predicate<CertificateName> which) {
    return new Names(
        all.stream()
            .filter(which.and(each -> each.pattern.isEmpty()))
            .map(CertificateName::text)
            .collect(Collectors.toSet()),
        all.stream().filter(which).flatMap(each -> each.pattern.stream()).toList());
  }

  // Whatever names a part of the subject is meant for all of it; and anybody has a subject, but
  // not always a CN.
  private boolean isSubject() {
    return text.equals("*") || text.indexOf('=') >= 0;
  }
}
