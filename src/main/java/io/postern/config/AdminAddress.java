package io.postern.config;

import io.postern.ftp.Endpoint;
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

    /** Linux has 107 bytes for the name of a socket (unix(7)); some are for where it is made. */
    static final int MOST_BYTES = 100;

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
