package io.postern.policy;

import java.util.HashSet;
import java.util.Set;

/** Rules by the certificates of their clients. */
final class ByCertificate extends ByName {

  private static final String COMMON_NAME = "common name";
  private static final String SUBJECT = "subject";

  @Override
  Set<Key> keys(Rule rule) {
    return rule.when().certificates().map(ByCertificate::keys).orElse(Set.of());
  }

  private static Set<Key> keys(Certificates certificates) {
    Set<Key> keys = new HashSet<>();
    Names names = certificates.commonNames();
    Names subjects = certificates.subjects();
    return add(COMMON_NAME, names.exact(), names.patterns(), keys)
            && add(SUBJECT, subjects.exact(), subjects.patterns(), keys)
        ? keys
        : Set.of();
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    Subject subject = facts.request.certificate();
    if (!subject.isNone()) {
      offer(COMMON_NAME, subject.commonName(), facts, candidates);
      offer(SUBJECT, subject.text(), facts, candidates);
    }
  }
}
