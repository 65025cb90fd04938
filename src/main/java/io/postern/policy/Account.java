package io.postern.policy;

import java.util.Locale;

/** The account that a user name stands for, where rules count what one user does. */
public final class Account {

  private static final String ANONYMOUS = "anonymous";

  private Account() {}

  /**
   * The account that a user name means to some server: those on Windows take it in any case, some
   * drop spaces around it, and most take {@code ftp} for {@code anonymous}. Otherwise each spelling
   * would have limits of its own.
   *
   * @param user as the client wrote it
   */
  public static String of(String user) {
    String lower = user.strip().toLowerCase(Locale.ROOT);
    return lower.equals("ftp") ? ANONYMOUS : lower;
  }
}
