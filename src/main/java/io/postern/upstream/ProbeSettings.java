package io.postern.upstream;

import java.util.Optional;

/**
 * What a probe asks of a server, besides its greeting.
 *
 * @param login the account to log in with; empty means that the greeting is enough
 * @param passive whether the server must also be ready for a data connection; needs a login,
 *     without which servers refuse PASV
 */
public record ProbeSettings(Optional<Login> login, boolean passive) {

  /** The greeting alone. */
  public static final ProbeSettings GREETING = new ProbeSettings(Optional.empty(), false);

  /** Checks what the parameters say. */
  public ProbeSettings {
    if (passive && login.isEmpty()) {
      throw new IllegalArgumentException("a probe can't ask for PASV without a login");
    }
  }

  /**
   * An account that exists for probes.
   *
   * @param user not empty; neither it nor the password has a control character
   * @param password may be empty
   */
  public record Login(String user, String password) {

    /** Checks what the parameters say. */
    public Login {
      if (user.isEmpty()) {
        throw new IllegalArgumentException("the user of a probe is empty");
      }
      if ((user + password).chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("the login of a probe has a control character");
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }
}
