package io.postern.app;

import io.postern.net.LoadedTls;
import io.postern.tls.KeySource;
import io.postern.tls.TlsFilesException;
import io.postern.tls.TlsMistake;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the certificates of all listeners again, and tells what comes of it. Sessions that run keep
 * theirs. Thread-safe: one load after the other.
 */
final class KeyReload {

  private static final Logger LOG = LoggerFactory.getLogger(KeyReload.class);

  private final LoadedTls tls;

  KeyReload(LoadedTls tls) {
    this.tls = tls;
  }

  /** What is odd about the files that were loaded at start. */
  void warn() {
    tls.sources().forEach(KeyReload::warn);
  }

  /** Reads what has changed; what can't be used leaves the old certificates in force. */
  synchronized void reload() {
    tls.sources().forEach(KeyReload::reload);
  }

  private static void reload(KeySource source) {
    try {
      if (source.reload()) {
        LOG.info("certificates: loaded anew, {}", source.summary());
        warn(source);
      }
    } catch (TlsFilesException e) {
      LOG.warn("certificates not loaded, those in force stay: {}", source.summary());
      tell(e.mistakes());
    }
  }

  private static void warn(KeySource source) {
    tell(source.warnings());
  }

  private static void tell(List<TlsMistake> oddities) {
    oddities.forEach(each -> LOG.warn("{}", each));
  }
}
