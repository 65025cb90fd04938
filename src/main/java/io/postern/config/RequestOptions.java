package io.postern.config;

import java.util.Map;
import java.util.Optional;

/** A request from the command line: the same words, types and checks as in rule tests. */
public enum RequestOptions {
  /** {@code --client}. */
  CLIENT(RequestKeys.CLIENT),
  /** {@code --listener}. */
  LISTENER(RequestKeys.LISTENER),
  /** {@code --server}. */
  SERVER(RequestKeys.SERVER),
  /** {@code --target}. */
  TARGET(RequestKeys.TARGET),
  /** {@code --user}. */
  USER(RequestKeys.USER),
  /** {@code --tls}. */
  TLS(RequestKeys.TLS),
  /** {@code --certificate}. */
  CERTIFICATE(RequestKeys.CERTIFICATE),
  /** {@code --verb}. */
  VERB(RequestKeys.VERB),
  /** {@code --path}. */
  PATH(RequestKeys.PATH),
  /** {@code --cwd}. */
  CWD(RequestKeys.CWD),
  /** {@code --data-address}. */
  DATA_ADDRESS(RequestKeys.DATA_ADDRESS),
  /** {@code --mode}. */
  MODE(RequestKeys.MODE),
  /** {@code --time}. */
  TIME(RequestKeys.TIME);

  @SuppressWarnings("ImmutableEnumChecker") // a key has no state
  private final RuleKey<?> key;

  RequestOptions(RuleKey<?> key) {
    this.key = key;
  }

  /** How it is written on the command line. */
  public String option() {
    return "--" + key.name();
  }

  /**
   * A request.
   *
   * @param given the texts of the options that are given; that of {@code --tls} is {@code true}
   * @throws ConfigException with every mistake; its keys are the names of the options
   */
  public static GivenRequest parse(Map<RequestOptions, String> given) throws ConfigException {
    Problems problems = new Problems();
    Fields fields = new Fields(new Place("", 0, 0, ""));
    given.forEach((each, text) -> read(each.key, text, fields, problems));
    Fields none = new Fields(new Place("", 0, 0, ""));
    Optional<GivenRequest> request = new RequestReader(fields, none, problems).read();
    problems.throwMistakes();
    return request.orElseThrow();
  }

  private static <T> void read(RuleKey<T> key, String text, Fields fields, Problems problems) {
    Place place = new Place("", 0, 0, "--" + key.name());
    fields.place(key, place);
    if (key.shape() instanceof TextShape<T> shape) {
      shape.read(text, place, problems).ifPresent(value -> fields.put(key, value));
    }
  }
}
