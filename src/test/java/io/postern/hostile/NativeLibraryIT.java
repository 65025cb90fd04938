package io.postern.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import io.postern.testing.TlsVisit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native TLS code is in the process only where a listener speaks TLS: {@link TlsProcessIT} too. */
@Needs(linux = true)
class NativeLibraryIT {

  static final String LIBRARY = "netty_tcnative";

  @TempDir Path folder;

  @Test
  void withoutTls_theLibraryIsNotLoaded() throws Exception {
    try (TlsProcess process = new TlsProcess(folder, "", Map.of("ftp", "{client: none}"));
        TlsVisit visit = process.visit("ftp").greet().login()) {
      assertThat(visit.client.ask("AUTH TLS")).startsWith("534 ");
      assertThat(loaded(process)).doesNotContain(LIBRARY);
    }
  }

  /** The files that are mapped into the process. */
  static String loaded(TlsProcess process) throws IOException {
    long pid = process.gateway().program().pid();
    return Files.readString(Path.of("/proc", Long.toString(pid), "maps"));
  }
}
