package io.postern.ftp;

/**
 * How long the arguments of commands may be, below the limit of the whole line.
 *
 * @param userBytes a user name ({@code limits.user-bytes})
 * @param passwordBytes the argument of PASS and ACCT ({@code limits.password-bytes})
 * @param pathBytes the argument of a command with a path, with options and times before it ({@code
 *     limits.path-bytes})
 * @param siteBytes the argument of SITE ({@code limits.site-bytes})
 * @param pathWildcards how many {@code *} and <code>{</code> a path may have ({@code
 *     limits.path-wildcards})
 */
public record ArgumentLimits(
    int userBytes, int passwordBytes, int pathBytes, int siteBytes, int pathWildcards) {

  /**
   * 256 bytes for a user name: an e-mail address has 254 at the most. 2 KiB for a password, since
   * tokens are sent as such. 4 KiB for a path, as Linux has it. 1 KiB for SITE. 10 wildcards.
   */
  public static final ArgumentLimits DEFAULT =
      new ArgumentLimits(256, 2 * 1024, 4 * 1024, 1024, 10);
}
