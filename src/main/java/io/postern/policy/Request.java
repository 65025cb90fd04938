package io.postern.policy;

import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is asked: who wants to do what. Immutable.
 *
 * @param operation what is to be done
 * @param listener the listener's name
 * @param client the client's address
 * @param server the server's address; null until it is connected
 * @param target the host that the client has named in its login, in lower case; null where it names
 *     none
 * @param user the name that the client gave, but for spaces around it, which some servers drop
 *     (ProFTPD does); null until it gave one. For USER the argument
 * @param tls whether the client's control channel is under TLS
 * @param certificate whom the certificate of the client names, on that control channel
 * @param path what file or directory it is about
 * @param mode active or passive, for data set-ups, data connections, and transfers that have one
 *     announced; null otherwise
 * @param dataAddress for PORT and EPRT the address and port that the client named; for a data
 *     connection its peer; null otherwise
 * @param time when
 */
public record Request(
    Operation operation,
    String listener,
    InetAddress client,
    @Nullable InetAddress server,
    @Nullable String target,
    @Nullable String user,
    boolean tls,
    Subject certificate,
    FilePath path,
    @Nullable DataMode mode,
    @Nullable Endpoint dataAddress,
    Instant time) {

  /** Drops the spaces around the user's name. */
  public Request {
    user = user == null ? null : user.strip();
  }

  /** One to a server that the client has not named. */
  public Request(
      Operation operation,
      String listener,
      InetAddress client,
      @Nullable InetAddress server,
      @Nullable String user,
      boolean tls,
      Subject certificate,
      FilePath path,
      @Nullable DataMode mode,
      @Nullable Endpoint dataAddress,
      Instant time) {
    this(
        operation,
        listener,
        client,
        server,
        null,
        user,
        tls,
        certificate,
        path,
        mode,
        dataAddress,
        time);
  }

  /** The user names that mean "anyone" (RFC 1635 section 3), in any case. */
  public boolean anonymous() {
    return user != null && (user.equalsIgnoreCase("anonymous") || user.equalsIgnoreCase("ftp"));
  }
}
