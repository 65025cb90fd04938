package io.postern.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Of the gateway's own users.
 *
 * @param files where they are, by the names of their listeners ({@code listeners[].forward.users})
 * @param checks how many logins may wait for the check of their password ({@code
 *     limits.password-checks})
 * @param checksPerClient how many of one client may wait or be checked ({@code
 *     limits.password-checks-per-client})
 */
public record UserSettings(Map<String, Path> files, int checks, int checksPerClient) {

  /** Copies the map. */
  public UserSettings {
    files = Map.copyOf(files);
  }
}
