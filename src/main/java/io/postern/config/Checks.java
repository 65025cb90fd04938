package io.postern.config;

import io.postern.ftp.Network;
import io.postern.net.ListenerMode;
import io.postern.pinhole.PortRange;
import java.util.List;
import java.util.Optional;

/** What no value can show alone: what is missing, and what does not fit together. */
final class Checks {

  private final Values root;
  private final List<Values> listeners;
  private final Problems problems;

  private Checks(Values root, Problems problems) {
    this.root = root;
    this.listeners = root.items(Keys.LISTENERS);
    this.problems = problems;
  }

  static void run(Values root, Problems problems) {
    if (root.isEmpty(Keys.LISTENERS)) {
      problems.mistake(
          root.placeOfList(Keys.LISTENERS, "listeners"),
          "expected at least one listener, such as `- server: ftp.example.com`");
    }
    Checks checks = new Checks(root, problems);
    for (int i = 0; i < checks.listeners.size(); i++) {
      checks.checkListener(i);
    }
    PoolChecks.run(root, problems);
    TlsChecks.checkPorts(root, problems);
    AdminKeys.check(root, problems);
  }

  private void checkListener(int index) {
    Values listener = listeners.get(index);
    boolean reverse =
        listener.find(FrontKeys.MODE).filter(ListenerMode.REVERSE::equals).isPresent();
    if (reverse && !listener.isGiven(PoolKeys.POOL)) {
      require(listener, Keys.SERVER);
    }
    checkName(index);
    checkListen(index);
    checkDataPorts(listener);
    checkOutsidePorts(listener);
    checkMap(listener.items(Keys.ADVERTISE_MAP));
    FrontChecks.run(listener, problems);
    TransparentChecks.run(listener, problems);
    ForwardChecks.run(listener, problems);
    TlsChecks.run(listener, problems);
  }

  private void require(Values values, Key<?> key) {
    if (!values.isGiven(key)) {
      problems.mistake(
          values.place(key),
          "is missing; expected `" + key.name() + ": " + key.type().expected() + "`");
    }
  }

  private void checkName(int index) {
    Values listener = listeners.get(index);
    Optional<String> name = listener.find(Keys.NAME);
    for (int i = 0; i < index && name.isPresent(); i++) {
      if (name.equals(listeners.get(i).find(Keys.NAME))) {
        problems.mistake(
            listener.place(Keys.NAME),
            "expected a name of its own, \""
                + name.get()
                + "\" is also that of "
                + listeners.get(i).place().key());
        return;
      }
    }
  }

  private void checkListen(int index) {
    Values listener = listeners.get(index);
    Optional<ListenAddress> listen = listener.find(Keys.LISTEN);
    if (listen.isEmpty()) {
      return;
    }
    for (int i = 0; i < index; i++) {
      Optional<ListenAddress> earlier = listeners.get(i).find(Keys.LISTEN);
      if (earlier.filter(listen.get()::collidesWith).isPresent()) {
        collision(
            listener,
            listen.get(),
            listeners.get(i).place().key() + " listens on " + earlier.get());
        return;
      }
    }
    AdminKeys.taken(root).stream()
        .filter(taken -> listen.get().collidesWith(taken.address()))
        .forEach(taken -> collision(listener, listen.get(), taken.key() + " is " + taken.at()));
  }

  private void collision(Values listener, ListenAddress listen, String other) {
    problems.mistake(
        listener.place(Keys.LISTEN),
        "expected an address and port of its own, got " + listen + ", but " + other);
  }

  private void checkDataPorts(Values listener) {
    Optional<PortRange> ports = listener.find(Keys.DATA_PORTS);
    if (ports.isEmpty()) {
      return;
    }
    for (int i = 0; i < listeners.size(); i++) {
      Optional<Integer> port = listeners.get(i).find(Keys.LISTEN).map(ListenAddress::port);
      if (port.filter(ports.get()::contains).isPresent()) {
        occupied(listener, ports.get(), port.get(), listeners.get(i).place(Keys.LISTEN).key());
      }
    }
    AdminKeys.taken(root).stream()
        .filter(taken -> ports.get().contains(taken.at().port()))
        .forEach(taken -> occupied(listener, ports.get(), taken.at().port(), taken.key()));
  }

  private void occupied(Values listener, PortRange ports, int port, String owner) {
    problems.mistake(
        listener.place(Keys.DATA_PORTS),
        "expected ports that nothing else listens on, got "
            + ports
            + ", but "
            + port
            + " is that of "
            + owner);
  }

  private void checkOutsidePorts(Values listener) {
    Optional<PortRange> outside = listener.find(Keys.OUTSIDE_PORTS).flatMap(ports -> ports);
    Optional<PortRange> inside = listener.find(Keys.DATA_PORTS);
    if (outside.isPresent() && inside.isPresent() && outside.get().size() != inside.get().size()) {
      problems.mistake(
          listener.place(Keys.OUTSIDE_PORTS),
          "expected as many ports as data-ports has, which is "
              + inside.get().size()
              + " ("
              + inside.get()
              + "), got "
              + outside.get().size()
              + " ("
              + outside.get()
              + ")");
    }
  }

  private void checkMap(List<Values> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Values entry = entries.get(i);
      require(entry, Keys.MAP_CLIENTS);
      require(entry, Keys.MAP_ADDRESS);
      Optional<Network> network = entry.find(Keys.MAP_CLIENTS);
      for (int j = 0; j < i && network.isPresent(); j++) {
        if (entries
            .get(j)
            .find(Keys.MAP_CLIENTS)
            .filter(n -> holds(n, network.get()))
            .isPresent()) {
          problems.warn(
              entry.place(Keys.MAP_CLIENTS),
              "never matches, because " + entries.get(j).place().key() + " holds all of it");
          break;
        }
      }
    }
  }

  private static boolean holds(Network outer, Network inner) {
    return outer.contains(inner.address())
        && outer.address().getClass() == inner.address().getClass()
        && outer.prefix() <= inner.prefix();
  }
}
