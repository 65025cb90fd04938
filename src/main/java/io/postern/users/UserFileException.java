package io.postern.users;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file of users that can't be used. All mistakes at once. */
public final class UserFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final transient List<UserMistake> mistakes;

  /**
   * One line a mistake.
   *
   * @param mistakes at least one
   */
  UserFileException(Path file, List<UserMistake> mistakes) {
    super(mistakes.stream().map(each -> line(file, each)).collect(Collectors.joining("\n")));
    this.file = file;
    this.mistakes = List.copyOf(mistakes);
  }

  /** As it was named. */
  public Path file() {
    return file;
  }

  /** What is wrong; at least one. */
  public List<UserMistake> mistakes() {
    return mistakes;
  }

  private static String line(Path file, UserMistake mistake) {
    return mistake.line() == 0
        ? file + ": " + mistake.text()
        : file + ":" + mistake.line() + ": " + mistake.text();
  }
}
