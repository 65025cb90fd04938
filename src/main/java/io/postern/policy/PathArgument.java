package io.postern.policy;

import io.postern.ftp.Command;

/** Where in a command's argument a path is, and where it leads. */
public final class PathArgument {

  private PathArgument() {}

  /**
   * The file or directory that a command is about.
   *
   * @param directory the working directory
   * @param windowsPaths see {@link RuleList}
   */
  public static FilePath of(Command command, FilePath directory, boolean windowsPaths) {
    throw new UnsupportedOperationException(command.name() + directory + windowsPaths);
  }

  /** Whether it depends on the working directory where a command leads. */
  public static boolean isRelative(Command command, boolean windowsPaths) {
    throw new UnsupportedOperationException(command.name() + windowsPaths);
  }
}
