package io.postern.session;

import io.postern.ftp.Endpoint;
import java.util.HashSet;
import java.util.Set;

/**
 * Which servers have refused EPSV where it was the gateway's own question: they are asked with PASV
 * at once. One that is shared by sessions is thread-safe.
 */
public interface EpsvMemory {

  /** Whether this server has refused EPSV. */
  boolean refuses(Endpoint server);

  /** This server has refused EPSV. */
  void refused(Endpoint server);

  /** One for a single session. */
  static EpsvMemory ofSession() {
    Set<Endpoint> servers = new HashSet<>();
    return new EpsvMemory() {
      @Override
      public boolean refuses(Endpoint server) {
        return servers.contains(server);
      }

      @Override
      public void refused(Endpoint server) {
        servers.add(server);
      }
    };
  }
}
