package io.postern.app;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
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
  private static final String WHAT = "certificates";

  private final LoadedTls tls;
  private volatile EventSink sink = event -> {};

  KeyReload(LoadedTls tls) {
    this.tls = tls;
  }

  /** Has loads published from now on. */
  void publishTo(EventSink events) {
    sink = events;
  }

  /** How many pairs of files there are. */
  int count() {
    return tls.sources().stream().mapToInt(KeySource::count).sum();
  }

  /** Tells what is odd about the files that were loaded at start. */
  void warn() {
    tls.sources().forEach(source -> tell(source.warnings()));
  }

  /**
   * Reads what has changed; what can't be used leaves the old certificates in force, and is told
   * once.
   */
  synchronized void reload() {
    tls.sources().forEach(source -> load(source, source::reload));
  }

  /**
   * The same, asked for by somebody: mistakes are told again.
   *
   * @return every mistake, one line each
   */
  synchronized List<String> reloadNow() {
    return tls.sources().stream()
        .flatMap(source -> load(source, source::reloadNow).stream())
        .map(TlsMistake::toString)
        .distinct()
        .toList();
  }

  private List<TlsMistake> load(KeySource source, Load load) {
    try {
      if (load.hasNewKeys()) {
        LOG.info("certificates: loaded anew, {}", source.summary());
        sink.publish(new GatewayEvent.FilesLoaded(WHAT, source.summary()));
        tell(source.warnings());
      }
      return List.of();
    } catch (TlsFilesException e) {
      LOG.warn("certificates not loaded, those in force stay: {}", source.summary());
      tell(e.mistakes());
      sink.publish(
          new GatewayEvent.FilesRejected(
              WHAT, source.summary(), e.mistakes().size(), e.mistakes().get(0).toString()));
      return e.mistakes();
    }
  }

  private static void tell(List<TlsMistake> oddities) {
    oddities.forEach(each -> LOG.warn("{}", each));
  }

  private interface Load {
    boolean hasNewKeys() throws TlsFilesException;
  }
}
