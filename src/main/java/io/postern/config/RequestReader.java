package io.postern.config;

import io.postern.ftp.DataMode;
import io.postern.policy.Operation;
import io.postern.policy.Subject;
import java.util.Optional;

/** Puts what was given into a request, and tells what is missing or does not fit together. */
final class RequestReader {

  private final Fields given;
  private final Fields defaults;
  private final Problems problems;

  /**
   * A reader.
   *
   * @param defaults what holds for keys that {@code given} does not have
   */
  RequestReader(Fields given, Fields defaults, Problems problems) {
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** The request; empty if there is a mistake, which is then told. */
  Optional<GivenRequest> read() {
    require(RequestKeys.CLIENT);
    require(RequestKeys.VERB);
    if (find(RequestKeys.CLIENT).isEmpty() || find(RequestKeys.VERB).isEmpty()) {
      return Optional.empty();
    }
    GivenRequest request = request(find(RequestKeys.VERB).get());
    checkMode(request);
    checkCertificate();
    return Optional.of(request);
  }

  private GivenRequest request(Operation operation) {
    return new GivenRequest(
        operation,
        find(RequestKeys.CLIENT).orElseThrow(),
        find(RequestKeys.LISTENER).orElse("ftp"),
        find(RequestKeys.SERVER),
        find(RequestKeys.TARGET),
        find(RequestKeys.USER),
        find(RequestKeys.TLS).orElse(find(RequestKeys.CERTIFICATE).isPresent()),
        find(RequestKeys.CERTIFICATE).orElse(Subject.NONE),
        find(RequestKeys.PATH),
        find(RequestKeys.CWD),
        find(RequestKeys.MODE),
        find(RequestKeys.DATA_ADDRESS),
        find(RequestKeys.TIME));
  }

  private void require(RuleKey<?> key) {
    if (!given.isGiven(key) && !defaults.isGiven(key)) {
      problems.mistake(
          given.place(key), "is missing; expected `" + key.name() + ": " + expected(key) + "`");
    }
  }

  private static String expected(RuleKey<?> key) {
    return key.shape().expected();
  }

  /** A default that does not fit is none for this operation; what is given has to fit. */
  private void checkMode(GivenRequest request) {
    Optional<DataMode> own = request.ownMode();
    Optional<DataMode> said = given.find(RequestKeys.MODE);
    if (own.isPresent() && said.isPresent() && !own.equals(said)) {
      problems.mistake(
          given.place(RequestKeys.MODE),
          "expected "
              + Scalars.label(own.get())
              + ", which "
              + request.operation()
              + " is, got "
              + Scalars.label(said.get()));
    }
  }

  /** A certificate is shown under TLS. */
  private void checkCertificate() {
    boolean clear = find(RequestKeys.TLS).filter(tls -> !tls).isPresent();
    if (given.isGiven(RequestKeys.CERTIFICATE) && clear) {
      problems.mistake(
          given.place(RequestKeys.CERTIFICATE), "expected nothing where `tls` is false");
    }
  }

  private <T> Optional<T> find(RuleKey<T> key) {
    return given.isGiven(key) ? given.find(key) : defaults.find(key);
  }
}
