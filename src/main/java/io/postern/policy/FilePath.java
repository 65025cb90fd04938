package io.postern.policy;

/**
 * The file or directory that an operation is about, as far as the gateway can tell: there is none,
 * it can't be told, or it is known. A known one is absolute and without {@code .}, {@code ..} and
 * doubled slashes; {@code ..} never leads above the root. Links on the server are not seen.
 *
 * @param state how much is known
 * @param text the absolute path if it is known, empty otherwise
 */
public record FilePath(State state, String text) {

  /** How much is known of a path. */
  public enum State {
    /** The operation is about no file: conditions on paths don't match. */
    NONE,
    /**
     * There is a path, but where it leads can't be told: no directory is known, or the server
     * expands wildcards. Rules that deny match it, rules that allow don't.
     */
    UNKNOWN,
    /** It is known. */
    KNOWN
  }

  /** The operation is about no file. */
  public static final FilePath NONE = new FilePath(State.NONE, "");

  /** A path that can't be told. */
  public static final FilePath UNKNOWN = new FilePath(State.UNKNOWN, "");

  private static final FilePath ROOT = new FilePath(State.KNOWN, "/");

  /** A known path, which is normalised: {@code /a//b/../c} becomes {@code /a/c}. */
  public static FilePath of(String absolute) {
    return resolve(ROOT, absolute);
  }

  /** {@link #resolve(FilePath, String, boolean)} on a server with Unix paths. */
  public static FilePath resolve(FilePath directory, String argument) {
    return resolve(directory, argument, false);
  }

  /**
   * The path that an argument leads to.
   *
   * <p>What a server may take for something else than the text says is unknown: a name with a NUL,
   * where a server written in C sees the end; under Windows paths a colon (a drive, or a stream as
   * in {@code x.exe::$DATA}), a short name ({@code PROGRA~1}), and a name of more than two dots.
   * Windows drops dots and spaces at the end of a name, and so does this.
   *
   * @param directory the working directory
   * @param argument relative to it, or absolute; empty means the directory itself
   * @param windowsPaths see {@link RuleList}; the case stays as it is, it is ignored when paths are
   *     compared
   * @return unknown if the argument is relative and the directory is unknown or none
   */
  public static FilePath resolve(FilePath directory, String argument, boolean windowsPaths) {
    String slashed = windowsPaths ? argument.replace('\\', '/') : argument;
    if (slashed.startsWith("/")) {
      return PathResolution.resolve("", slashed, windowsPaths);
    }
    return directory.state == State.KNOWN
        ? PathResolution.resolve(directory.text, slashed, windowsPaths)
        : UNKNOWN;
  }

  static FilePath known(String normalised) {
    return new FilePath(State.KNOWN, normalised);
  }
}
