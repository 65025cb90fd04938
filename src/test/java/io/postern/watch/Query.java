package io.postern.watch;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a dashboard or a rule asks Prometheus.
 *
 * @param asker the dashboard and the panel, for people
 * @param expression PromQL, with Grafana's variables in it
 * @param instant whether it asks for one moment, not for a span of time
 */
record Query(String asker, String expression, boolean instant) {

  /** The spans that Grafana would take, for a scrape each second. */
  private static final String RATE_INTERVAL = "15s";

  private static final String RANGE = "5m";

  /** Names of the recording rules have colons. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w:\"])(?:(?:postern|jvm|process|system)_[a-z0-9_]+|up)(?![\\w:\"])");

  /** The expression with values for Grafana's variables: all gateways, all listeners. */
  String asked() {
    return expression
        .replace("$__rate_interval", RATE_INTERVAL)
        .replace("$__range", RANGE)
        .replace("$instance", ".*")
        .replace("$listener", ".*");
  }

  /** The metrics that it names; not those that recording rules make. */
  Set<String> metrics() {
    return METRIC
        .matcher(expression)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String toString() {
    return asker + ": " + expression;
  }
}
