package io.postern.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the audit log's bytes go. Used by one thread. */
interface AuditOutput extends Closeable {

  /** Writes; the buffer's position tells how much was written, also when it fails. */
  void write(ByteBuffer bytes) throws IOException;

  /**
   * Goes over to a new file if the old one was moved away or removed.
   *
   * @return whether it did
   */
  boolean followRotation() throws IOException;
}
