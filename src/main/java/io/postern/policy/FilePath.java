package io.postern.policy;

/**
 * The file or directory that an operation is about, as far as the gateway can tell: there is none,
 * it can't be told, or it is known. A known one is absolute and without {@code .}, {@code ..} and
 * doubled slashes; {@code ..} never leads above the root.
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

  /** A known path, which is normalised: {@code /a//b/../c} becomes {@code /a/c}. */
  public static FilePath of(String absolute) {
    return resolve(of(State.KNOWN, "/"), absolute);
  }

  /**
   * The path that an argument leads to.
   *
   * @param directory the working directory
   * @param argument relative to it, or absolute; empty means the directory itself
   * @return unknown if the argument is relative and the directory is unknown
   */
  public static FilePath resolve(FilePath directory, String argument) {
    throw new UnsupportedOperationException("resolve");
  }

  private static FilePath of(State state, String text) {
    return new FilePath(state, text);
  }
}
