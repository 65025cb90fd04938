package io.postern.tls;

import java.util.List;
import java.util.stream.Collectors;

/** Files of keys, certificates or trust that can't be used. All mistakes at once. */
public final class TlsFilesException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<TlsMistake> mistakes;

  /**
   * One line a mistake.
   *
   * @param mistakes at least one
   */
  public TlsFilesException(List<TlsMistake> mistakes) {
    super(mistakes.stream().map(TlsMistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong; at least one. */
  public List<TlsMistake> mistakes() {
    return mistakes;
  }
}
