package io.postern.admin;

import java.util.Locale;

/** The content types of {@code /metrics}. */
public final class Metrics {

  /** Prometheus's text format. */
  public static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** OpenMetrics 1.0. */
  public static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private Metrics() {}

  /**
   * The content type for a request's Accept header. Prometheus's scraper lists OpenMetrics when it
   * can read it; its protobuf form is never sent.
   */
  static String contentType(String accept) {
    return accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
        ? OPEN_METRICS
        : PROMETHEUS;
  }
}
