package io.postern.real;

import java.nio.file.Path;

/**
 * A real FTP client that tries things. Remote paths are absolute. Every method runs one session and
 * tells how it ended, well or not.
 */
interface ProfileClient {

  /** Gets a file. */
  Attempt get(Visit visit, String remote, Path local);

  /** Stores a file. */
  Attempt put(Visit visit, Path local, String remote);

  /** Lists a directory; the log holds the listing. */
  Attempt list(Visit visit, String remote);

  /** Logs in, and sends commands as they stand here, the next one whatever the last one's reply. */
  Attempt send(Visit visit, String... commands);
}
