package io.postern.tls;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The current keys of a listener, read again when their files change. Sessions that run keep the
 * keys that they began with. {@link #get} is for all threads; {@link #reload} for one at a time.
 */
public final class KeySource implements Supplier<ServerKeys> {

  private KeySource() {}

  /**
   * Reads the files.
   *
   * @param files at least one; the first serves clients whose name no certificate has
   * @param clock for warnings of certificates that are expired
   * @throws TlsFilesException with all mistakes
   */
  public static KeySource open(List<KeyFiles> files, InstantSource clock) throws TlsFilesException {
    throw new UnsupportedOperationException();
  }

  /** The current snapshot. */
  @Override
  public ServerKeys get() {
    throw new UnsupportedOperationException();
  }

  /**
   * What is odd about the current files, but no mistake: expired, not valid yet, readable by all.
   */
  public List<TlsMistake> warnings() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads the files again if their bytes have changed. With any mistake the old keys stay.
   *
   * @return true if there are new keys
   * @throws TlsFilesException with all mistakes; told once for the same bytes
   */
  public boolean reload() throws TlsFilesException {
    throw new UnsupportedOperationException();
  }
}
