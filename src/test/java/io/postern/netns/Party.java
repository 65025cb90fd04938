package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The sockets of one end of a session, control and data: they die together. */
final class Party implements Closeable {

  private final List<RawConnection> connections = new ArrayList<>();
  private final List<RawListener> listeners = new ArrayList<>();

  RawConnection holds(RawConnection connection) {
    connections.add(connection);
    return connection;
  }

  RawListener holds(RawListener listener) {
    listeners.add(listener);
    return listener;
  }

  /** Every connection is reset. */
  void reset() throws IOException {
    for (RawConnection connection : connections) {
      connection.reset();
    }
    close();
  }

  /** Every connection is closed, as when a process ends. */
  @Override
  public void close() throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
    for (RawListener listener : listeners) {
      listener.close();
    }
  }

  /** Does as real programs do: when the control channel ends, it closes all that it has. */
  void closeWithControl() {
    RawConnection control = connections.get(0);
    control.whenEnded(this);
  }
}
