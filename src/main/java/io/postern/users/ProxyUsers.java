package io.postern.users;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The users of the gateway, of each listener that has some. Thread-safe. */
public final class ProxyUsers implements AutoCloseable {

  private final Map<String, UserSource> byListener;
  private final PasswordChecks checks;

  private ProxyUsers(Map<String, UserSource> byListener, PasswordChecks checks) {
    this.byListener = Map.copyOf(byListener);
    this.checks = checks;
  }

  /** Nobody: for listeners that want no login of the gateway's own. */
  public static ProxyUsers none() {
    return new ProxyUsers(Map.of(), new PasswordChecks(1, 1));
  }

  /**
   * Reads the files; each once, however many listeners have it.
   *
   * @param files by the names of listeners
   * @param checks of their passwords; closed with the result
   * @param mistakes of files that can't be used; if there are any, the result is of no use
   */
  public static ProxyUsers load(
      Map<String, Path> files, PasswordChecks checks, List<UserFileException> mistakes) {
    Map<Path, UserSource> sources = new HashMap<>();
    for (Path file : Set.copyOf(files.values())) {
      try {
        sources.put(file, UserSource.open(file));
      } catch (UserFileException e) {
        mistakes.add(e);
      }
    }
    Map<String, UserSource> byListener = new HashMap<>();
    files.forEach(
        (listener, file) -> {
          UserSource source = sources.get(file);
          if (source != null) {
            byListener.put(listener, source);
          }
        });
    return new ProxyUsers(byListener, checks);
  }

  /** The files, each once. */
  public Collection<UserSource> sources() {
    return Set.copyOf(byListener.values());
  }

  /** The same as paths. */
  public Set<Path> files() {
    return byListener.values().stream()
        .map(UserSource::file)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many users there are in all files. */
  public int count() {
    return sources().stream().mapToInt(source -> source.get().size()).sum();
  }

  /**
   * Checks a password; a listener without users admits nobody.
   *
   * @param told once, on any thread
   */
  public void check(
      String listener,
      InetAddress client,
      String name,
      String password,
      Consumer<PasswordChecks.Answer> told) {
    UserSource users = byListener.get(listener);
    if (users == null) {
      told.accept(PasswordChecks.Answer.WRONG);
    } else {
      checks.check(client, users, name, password, told);
    }
  }

  @Override
  public void close() {
    checks.close();
  }
}
