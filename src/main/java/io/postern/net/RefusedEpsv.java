package io.postern.net;

import io.postern.ftp.Endpoint;
import io.postern.session.EpsvMemory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers of a listener have refused EPSV, for all its sessions. Thread-safe. It forgets all
 * when it is full: then the next session of each server asks once more.
 */
final class RefusedEpsv implements EpsvMemory {

  /** Of a listener in front of a few servers none is ever dropped. */
  private static final int MOST = 1024;

  private final Set<Endpoint> servers = ConcurrentHashMap.newKeySet();

  @Override
  public boolean refuses(Endpoint server) {
    return servers.contains(server);
  }

  @Override
  public void refused(Endpoint server) {
    if (servers.size() >= MOST) {
      servers.clear();
    }
    servers.add(server);
  }
}
