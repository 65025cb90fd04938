package io.postern.users;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A file of users that is read again when it changes. {@link #get} is for all threads; loads come
 * one after the other.
 */
public final class UserSource implements Supplier<UserTable> {

  private static final int MOST_BYTES = 16 << 20;

  private final Path file;
  private volatile UserTable current;
  private byte[] lastTried;

  private UserSource(Path file) throws UserFileException {
    this.file = file;
    this.lastTried = read();
    this.current = parse(lastTried);
  }

  /**
   * Reads a file.
   *
   * @throws UserFileException with all mistakes
   */
  public static UserSource open(Path file) throws UserFileException {
    return new UserSource(file);
  }

  /** The users as they are now. */
  @Override
  public UserTable get() {
    return current;
  }

  /** As it was named. */
  public Path file() {
    return file;
  }

  /**
   * Reads the file again if it has changed. With any mistake the old users stay.
   *
   * @return true if there are new ones
   * @throws UserFileException with all mistakes; told once for the same bytes
   */
  public synchronized boolean reload() throws UserFileException {
    return load(false);
  }

  /** The same, for somebody who wants the answer: mistakes are told each time. */
  public synchronized boolean reloadNow() throws UserFileException {
    return load(true);
  }

  private boolean load(boolean again) throws UserFileException {
    byte[] bytes = read();
    boolean same = Arrays.equals(bytes, lastTried);
    if (same && !again) {
      return false;
    }
    lastTried = bytes;
    current = parse(bytes);
    return !same;
  }

  private UserTable parse(byte[] bytes) throws UserFileException {
    List<UserMistake> mistakes = new ArrayList<>();
    UserTable table = UserTable.parse(text(bytes), mistakes);
    if (mistakes.isEmpty() && table.size() == 0) {
      throw fault("expected lines `user:hash`; without any nobody could log in");
    }
    if (!mistakes.isEmpty()) {
      throw new UserFileException(file, mistakes);
    }
    return table;
  }

  private String text(byte[] bytes) throws UserFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw fault("expected text in UTF-8");
    }
  }

  private byte[] read() throws UserFileException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw fault("expected a file, got a directory, a pipe or a device");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw fault("expected at most " + (MOST_BYTES >> 20) + " MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw fault("expected a file, but there is none of that name (forward.users)");
    } catch (IOException e) {
      throw fault("expected a file that can be read (forward.users)");
    }
  }

  private UserFileException fault(String text) {
    return new UserFileException(file, List.of(new UserMistake(0, text)));
  }
}
