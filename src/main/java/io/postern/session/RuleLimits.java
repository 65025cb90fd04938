package io.postern.session;

import io.postern.event.Limit;
import io.postern.ftp.Direction;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.Account;
import io.postern.policy.DataLimits;
import io.postern.policy.DataLimits.Rate;
import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import io.postern.policy.Quotas.Entry;
import io.postern.policy.Quotas.Kind;
import io.postern.policy.Quotas.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules limit in this session, and its places among all sessions. */
final class RuleLimits {

  private final SessionContext context;
  private final Quotas quotas;
  private final TransactionQueue queue;
  private final Map<String, CommandRate> rates = new HashMap<>();
  private final Set<Place> places = new HashSet<>();

  /** The rules that this session counts for. */
  private final Set<String> entered = new HashSet<>();

  private @Nullable Place login;

  RuleLimits(SessionContext context, Quotas quotas, TransactionQueue queue) {
    this.context = context;
    this.quotas = quotas;
    this.queue = queue;
  }

  /**
   * The client has connected.
   *
   * @return what it is told if there are too many; empty if it has a place
   */
  Optional<Reply> connected(List<Limits> limits) {
    return limits.isEmpty() ? Optional.empty() : enterSession(limits);
  }

  /** Whether the client was banned in the meantime, by a login that failed in another session. */
  boolean banned() {
    return quotas.banned(context.client().address()).isPresent();
  }

  /** Whether a command is within its limits; if not, it has been answered. */
  boolean admit(Transaction transaction) {
    List<Limits> limits = transaction.limits();
    return limits.isEmpty() || (inTime(transaction, limits) && hasPlace(transaction, limits));
  }

  /**
   * The server has taken the login.
   *
   * @return what the client is told instead if there are too many sessions of its user
   */
  Optional<Reply> loggedIn(List<Limits> limits, @Nullable String user) {
    quotas.loggedIn(context.client().address(), account(user));
    loggedOut();
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = quotas.enter(Kind.LOGIN, limits, context.client().address(), user);
    login = entry.place();
    return keep(entry, Limit.RULE_SESSIONS)
        ? Optional.empty()
        : Optional.of(Replies.TOO_MANY_OF_USER);
  }

  /** Nobody is logged in any more. */
  void loggedOut() {
    if (login != null) {
      leave(login);
      login = null;
    }
  }

  /**
   * The server has refused a login.
   *
   * @return the limits that ban the client now
   */
  Optional<Limits> loginFailed(List<Limits> limits) {
    return limits.isEmpty()
        ? Optional.empty()
        : quotas.loginFailed(
            limits, context.client().address(), account(context.ref().user()), context.now());
  }

  /**
   * Where clients name their servers, each server has users of its own: else whoever logs in at a
   * server of his own, under the name that he guesses the password of elsewhere, would have his
   * failures forgotten. It is the address that counts, because names can lead anywhere.
   */
  private @Nullable String account(@Nullable String user) {
    Endpoint server = context.ref().server();
    return user == null || server == null || context.target() == null
        ? user
        : Account.of(user) + "@" + server;
  }

  /** What limits the data connection of a transfer. */
  DataLimits ofData(Transaction transfer) {
    return ofData(transfer.limits(), Direction.of(transfer.verb()) == Direction.UPLOAD);
  }

  /** What limits the bytes of anything under these limits. */
  DataLimits ofData(List<Limits> limits, boolean uploads) {
    if (limits.isEmpty()) {
      return DataLimits.NONE;
    }
    List<Rate> shared = new ArrayList<>();
    long upload = 0;
    for (Limits each : limits) {
      addRates(shared, each);
      upload = smaller(upload, each.uploadBytes());
    }
    return new DataLimits(List.copyOf(shared), uploads ? upload : 0);
  }

  /** Gives back a place. */
  void leave(Place place) {
    place.leave();
    places.remove(place);
  }

  /** The session is over. */
  void leaveAll() {
    places.forEach(Place::leave);
    places.clear();
  }

  /** A session counts once for a rule, whether the client has just come or has named a server. */
  private Optional<Reply> enterSession(List<Limits> all) {
    List<Limits> limits = all.stream().filter(each -> entered.add(each.rule())).toList();
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = quotas.enter(Kind.SESSION, limits, context.client().address(), null);
    return keep(entry, Limit.RULE_SESSIONS)
        ? Optional.empty()
        : Optional.of(Replies.TOO_MANY_SESSIONS);
  }

  private boolean inTime(Transaction transaction, List<Limits> limits) {
    for (Limits each : limits) {
      if (each.commandsPerSecond() > 0 && !rate(each).take(context.now())) {
        context.limit(Limit.RULE_COMMANDS, detail(each.rule(), "commands-per-second"));
        queue.deny(transaction, Replies.TOO_FAST, "rule " + each.rule());
        return false;
      }
    }
    return true;
  }

  private CommandRate rate(Limits limits) {
    int perSecond = limits.commandsPerSecond();
    CommandRate rate =
        rates.computeIfAbsent(limits.rule(), rule -> new CommandRate(perSecond, context.now()));
    rate.perSecond(perSecond);
    return rate;
  }

  private boolean hasPlace(Transaction transaction, List<Limits> limits) {
    if (transaction.kind() != Verb.Kind.TRANSFER) {
      return true;
    }
    Entry entry =
        quotas.enter(Kind.TRANSFER, limits, context.client().address(), context.ref().user());
    if (!keep(entry, Limit.RULE_TRANSFERS)) {
      queue.deny(transaction, Replies.TOO_MANY_TRANSFERS, "rule " + entry.rule());
      return false;
    }
    transaction.place(entry.place());
    return true;
  }

  private boolean keep(Entry entry, Limit limit) {
    if (entry.place() == null) {
      context.limit(limit, detail(entry.rule(), entry.limit()));
      return false;
    }
    places.add(entry.place());
    return true;
  }

  private void addRates(List<Rate> rates, Limits limits) {
    String rule = limits.rule();
    add(rates, rule + "/session/" + context.ref().id(), limits.bytesPerSecond());
    add(rates, rule + "/client/" + client(), limits.bytesPerSecondPerClient());
    String user = context.ref().user();
    if (user != null) {
      add(rates, rule + "/user/" + Account.of(user), limits.bytesPerSecondPerUser());
    }
  }

  private Network client() {
    return Network.ofClient(context.client().address());
  }

  private static void add(List<Rate> rates, String key, long bytesPerSecond) {
    if (bytesPerSecond > 0) {
      rates.add(new Rate(key, bytesPerSecond));
    }
  }

  private static long smaller(long one, long other) {
    return one == 0 || (other > 0 && other < one) ? other : one;
  }

  private static String detail(String rule, String limit) {
    return "rule " + rule + ": " + limit;
  }
}
