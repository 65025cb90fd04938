package io.postern.app;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.users.ProxyUsers;
import io.postern.users.UserFileException;
import io.postern.users.UserMistake;
import io.postern.users.UserSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the gateway's own users again, and tells what comes of it. Whoever has logged in stays.
 * Thread-safe: one load after the other.
 */
final class UserReload {

  private static final Logger LOG = LoggerFactory.getLogger(UserReload.class);
  private static final String WHAT = "users";

  private final ProxyUsers users;
  private volatile EventSink sink = event -> {};

  UserReload(ProxyUsers users) {
    this.users = users;
  }

  /** Has loads published from now on. */
  void publishTo(EventSink events) {
    sink = events;
  }

  /** How many users there are. */
  int count() {
    return users.count();
  }

  /** The files to watch. */
  Set<Path> files() {
    return users.files();
  }

  /** Ends the checking of passwords. */
  void close() {
    users.close();
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

  private Stream<String> load(UserSource source, Load load) {
    try {
      if (load.hasNewUsers()) {
        LOG.info("users: loaded anew, {} of {}", source.get().size(), source.file());
        sink.publish(new GatewayEvent.FilesLoaded(WHAT, source.file().toString()));
      }
      return Stream.empty();
    } catch (UserFileException e) {
      LOG.warn("users not loaded, those in force stay: {}", source.file());
      String.valueOf(e.getMessage()).lines().forEach(LOG::warn);
      List<UserMistake> mistakes = e.mistakes();
      sink.publish(
          new GatewayEvent.FilesRejected(
              WHAT, source.file().toString(), mistakes.size(), mistakes.get(0).text()));
      return String.valueOf(e.getMessage()).lines();
    }
  }

  private interface Load {
    boolean hasNewUsers() throws UserFileException;
  }
}
