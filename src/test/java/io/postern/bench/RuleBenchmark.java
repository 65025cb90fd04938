package io.postern.bench;

import io.postern.policy.Decision;
import io.postern.policy.Policy;
import io.postern.policy.Request;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** What a decision over {@link SampleRules} costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RuleBenchmark {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** How many rules there are. */
  @Param({"10", "100", "1000", "10000"})
  public int rules;

  private Policy policy = Policy.lenient();
  private Request[] requests = {};
  private int next;

  /** Compiles the rules and makes the requests. */
  @Setup
  public void setUp() {
    policy = Policy.of(1, false, Map.of(), SampleRules.list(rules));
    requests = SampleRules.requests(rules).toArray(Request[]::new);
  }

  /** One decision, on the next of the requests. */
  @Benchmark
  public Decision decide() {
    next = (next + 1) % requests.length;
    return policy.decide(requests[next]);
  }

  /**
   * Runs the benchmark and prints a Markdown table.
   *
   * @param args none
   */
  public static void main(String[] args) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RuleBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    System.out.println("\n| rules | p50, ns | p99, ns | allocated, bytes |\n|---:|---:|---:|---:|");
    results.forEach(result -> System.out.println(row(result)));
  }

  private static String row(RunResult result) {
    Statistics times = result.getPrimaryResult().getStatistics();
    return String.format(
        "| %,d | %,.0f | %,.0f | %,.0f |",
        Integer.parseInt(result.getParams().getParam("rules")),
        times.getPercentile(50),
        times.getPercentile(99),
        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
  }
}
