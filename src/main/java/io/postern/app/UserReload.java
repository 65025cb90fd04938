package io.postern.app;

import io.postern.users.ProxyUsers;
import io.postern.users.UserFileException;
import io.postern.users.UserSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the gateway's own users again, and tells what comes of it. Whoever has logged in stays.
 * Thread-safe: one load after the other.
 */
final class UserReload {

  private static final Logger LOG = LoggerFactory.getLogger(UserReload.class);

  private final ProxyUsers users;

  UserReload(ProxyUsers users) {
    this.users = users;
  }

  /** How many users there are. */
  int count() {
    return users.count();
  }

  /** Reads what has changed; what can't be used leaves the old users in force. */
  synchronized void reload() {
    users.sources().forEach(source -> load(source, source::reload));
  }

  /**
   * The same, asked for by somebody: mistakes are told again.
   *
   * @return every mistake, one line each
   */
  synchronized List<String> reloadNow() {
    return users.sources().stream().flatMap(source -> load(source, source::reloadNow)).toList();
  }

  private static Stream<String> load(UserSource source, Load load) {
    try {
      if (load.hasNewUsers()) {
        LOG.info("users: loaded anew, {} of {}", source.get().size(), source.file());
      }
      return Stream.empty();
    } catch (UserFileException e) {
      LOG.warn("users not loaded, those in force stay: {}", source.file());
      String.valueOf(e.getMessage()).lines().forEach(LOG::warn);
      return String.valueOf(e.getMessage()).lines();
    }
  }

  private interface Load {
    boolean hasNewUsers() throws UserFileException;
  }
}
