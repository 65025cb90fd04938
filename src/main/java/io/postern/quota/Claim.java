package io.postern.quota;

import io.postern.ftp.Network;
import io.postern.policy.Account;
import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place that is asked for under one limit.
 *
 * @param count what is counted
 * @param most how many places there are; 0 means any number
 */
record Claim(Count count, int most) {

  /** Stands for everybody, where a limit is for all together. */
  private static final Object ALL = "all";

  /**
   * What is counted under one limit.
   *
   * @param rule the id of the rule
   * @param limit the name as in the rules file
   * @param whose {@link #ALL}, the client's network, or the account
   */
  record Count(String rule, String limit, Object whose) {}

  /** Those that something of this kind needs under a rule's limits. */
  static Stream<Claim> of(Quotas.Kind kind, Limits limits, Network client, @Nullable String user) {
    String account = user == null ? null : Account.of(user);
    List<Claim> claims =
        switch (kind) {
          case SESSION ->
              List.of(
                  claim(limits, "sessions", limits.sessions(), ALL),
                  claim(limits, "sessions-per-client", limits.sessionsPerClient(), client));
          case LOGIN ->
              List.of(claim(limits, "sessions-per-user", limits.sessionsPerUser(), account));
          case TRANSFER ->
              List.of(
                  claim(limits, "transfers", limits.transfers(), ALL),
                  claim(limits, "transfers-per-client", limits.transfersPerClient(), client),
                  claim(limits, "transfers-per-user", limits.transfersPerUser(), account));
        };
    return claims.stream().filter(claim -> claim.most > 0);
  }

  private static Claim claim(Limits limits, String limit, int most, @Nullable Object whose) {
    return whose == null
        ? new Claim(new Count(limits.rule(), limit, ALL), 0)
        : new Claim(new Count(limits.rule(), limit, whose), most);
  }
}
