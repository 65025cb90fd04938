package io.postern.real;

import java.nio.file.Path;

/**
 * A real FTP client. Remote names are names in {@code /files}. Every method runs one session, gives
 * the client's own log of it, in which commands stand behind {@code >}, and throws an {@link
 * AssertionError} if the client failed.
 */
interface FtpClient {

  /** The program's name. */
  String name();

  /** Whether the client has the operation, with this form and address family. */
  boolean can(Operation operation, Form form, boolean ipv6);

  String retrieve(Visit visit, String remote, Path local);

  String store(Visit visit, Path local, String remote);

  String append(Visit visit, Path local, String remote);

  /** Gets what follows the bytes that {@code local} has already. */
  String resume(Visit visit, String remote, Path local);

  /** Gives up getting {@code large} in its middle, then gets {@code small}. */
  String abort(Visit visit, String large, String small, Path local);

  /** Lists {@code /files}; the log holds the listing. */
  String list(Visit visit, Operation kind);
}
