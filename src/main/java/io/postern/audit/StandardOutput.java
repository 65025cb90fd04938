package io.postern.audit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The process's standard output, which is not ours to close. */
final class StandardOutput implements AuditOutput {

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.getChannel().write(bytes);
    }
  }

  @Override
  public boolean followRotation() {
    return false;
  }

  @Override
  public void close() {}
}
