package io.postern.config;

import io.postern.ftp.Endpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where the admin port listens. */
public sealed interface AdminAddress {

  /** What stands before the path of a Unix socket. */
  String UNIX = "unix:";

  /** An address and a port. */
  record Tcp(Endpoint endpoint) implements AdminAddress {

    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /** A Unix socket. */
  record Unix(Path path) implements AdminAddress {

    /** For the name of a socket Linux has 107 bytes (unix(7)), and the JDK takes one less. */
    static final int MOST_BYTES = 106;

    /** It is made under another name, in a folder beside it that nobody else may enter. */
    private static final String FIRST_NAME = ".a0000/s";

    /** The bytes of the longer of both names, from the root of the file system on. */
    int bytes() {
      Path whole = path.toAbsolutePath();
      return Math.max(bytes(whole), bytes(whole.resolveSibling(FIRST_NAME)));
    }

    private static int bytes(Path name) {
      return name.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
      return UNIX + path;
    }
  }

  /** Reads {@code ADDRESS:PORT} or {@code unix:PATH}; empty if it is neither. */
  static Optional<AdminAddress> parse(String text) {
    return Addresses.admin().parse(text);
  }
}
