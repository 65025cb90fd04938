package io.postern.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The current keys of a listener, read again when their files change. Sessions that run keep the
 * keys that they began with. {@link #get} is for all threads; {@link #reload} and {@link
 * #reloadNow} for one at a time.
 */
public final class KeySource implements Supplier<ServerKeys> {

  private final List<KeyFiles> files;
  private final InstantSource clock;
  private byte[] lastTried;
  private byte[] inForce;
  private volatile Snapshot current;

  private KeySource(List<KeyFiles> files, InstantSource clock) throws TlsFilesException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files of keys");
    }
    this.files = List.copyOf(files);
    this.clock = clock;
    this.lastTried = digest();
    this.inForce = lastTried;
    this.current = read();
  }

  /**
   * Reads the files.
   *
   * @param files at least one; the first serves clients whose name no certificate has
   * @param clock for warnings of certificates that are expired
   * @throws TlsFilesException with all mistakes
   */
  public static KeySource open(List<KeyFiles> files, InstantSource clock) throws TlsFilesException {
    return new KeySource(files, clock);
  }

  /** The current snapshot. */
  @Override
  public ServerKeys get() {
    return current.keys();
  }

  /** How many pairs of files there are. */
  public int count() {
    return files.size();
  }

  /** The files in one line, for the log. */
  public String summary() {
    return files.stream().map(pair -> pair.chain().toString()).collect(Collectors.joining(", "));
  }

  /**
   * What is odd about the current files, but no mistake: expired, not valid yet, readable by all.
   */
  public List<TlsMistake> warnings() {
    return current.warnings();
  }

  /**
   * Reads the files again if their bytes have changed. With any mistake the old keys stay.
   *
   * @return true if there are new keys
   * @throws TlsFilesException with all mistakes; told once for the same bytes, so that a poll of a
   *     half-copied pair of files does not repeat itself
   */
  public boolean reload() throws TlsFilesException {
    byte[] now = digest();
    return !Arrays.equals(now, lastTried) && load(now);
  }

  /**
   * Reads the files again if their bytes are not those in force, for somebody who asks for it and
   * wants the answer: mistakes are told each time. With any mistake the old keys stay.
   *
   * @return true if there are new keys
   * @throws TlsFilesException with all mistakes
   */
  public boolean reloadNow() throws TlsFilesException {
    byte[] now = digest();
    if (Arrays.equals(now, inForce)) {
      lastTried = now;
      return false;
    }
    return load(now);
  }

  private boolean load(byte[] now) throws TlsFilesException {
    lastTried = now;
    current = read();
    inForce = now;
    return true;
  }

  private Snapshot read() throws TlsFilesException {
    KeyFilesReader reader = new KeyFilesReader(clock.instant());
    ServerKeys keys =
        reader.read(files).orElseThrow(() -> new TlsFilesException(reader.mistakes()));
    return new Snapshot(keys, List.copyOf(reader.warnings()));
  }

  /** Of all bytes: a copy that keeps the time of the file is a change too. */
  private byte[] digest() {
    MessageDigest digest = sha256();
    files.stream()
        .flatMap(pair -> Stream.of(pair.chain(), pair.key()))
        .forEach(
            file -> {
              try {
                digest.update((byte) 1);
                digest.update(sha256().digest(CertificateFile.read(file)));
              } catch (IllegalArgumentException e) {
                digest.update((byte) 0);
              }
            });
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private record Snapshot(ServerKeys keys, List<TlsMistake> warnings) {}
}
