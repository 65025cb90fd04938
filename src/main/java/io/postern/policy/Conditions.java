package io.postern.policy;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must all hold for a rule to match; what is empty holds always. A condition on what the
 * request does not have (a path for NOOP, a user before USER) does not hold. Whether one on a path
 * or an extension holds can't be told where the path is unknown: see {@link Rule}. Immutable.
 *
 * @param clients one of these holds the client
 * @param listeners one of these is the listener's name
 * @param servers one of these holds the server
 * @param targets the client has named one of these, by its name, or its server is one of them by
 *     its address
 * @param users the user is one of these
 * @param tls whether the client's control channel must be under TLS
 * @param certificates the certificate of the client is one of these
 * @param operations one of these is asked
 * @param paths one of these matches the path
 * @param extensions one of these ends the name of the file: lower case, without the dot, {@code
 *     tar.gz}; matched in any case
 * @param directions one of these is the transfer's
 * @param mode active or passive
 * @param time when
 * @param dataAddresses one of these holds the address that PORT or EPRT names
 * @param dataPorts one of these holds the port that PORT or EPRT names
 * @param thirdParty whether PORT or EPRT must name another host than the client; of a data
 *     connection, whether its peer is another host than the server (active) or client (passive)
 */
public record Conditions(
    List<Network> clients,
    Set<String> listeners,
    List<Network> servers,
    Optional<Hosts> targets,
    Optional<Users> users,
    Optional<Boolean> tls,
    Optional<Certificates> certificates,
    Set<Operation> operations,
    List<PathPattern> paths,
    Set<String> extensions,
    Set<Direction> directions,
    Optional<DataMode> mode,
    Optional<TimeWindow> time,
    List<Network> dataAddresses,
    List<Ports> dataPorts,
    Optional<Boolean> thirdParty) {

  /** The most parts of an extension: {@code tar.gz} has two. */
  public static final int MAX_EXTENSION_PARTS = 8;

  /** No condition: holds always. */
  public static final Conditions NONE =
      new Conditions(
          List.of(),
          Set.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          List.of(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  /**
   * Copies what it is given.
   *
   * @throws IllegalArgumentException if an extension has more than {@link #MAX_EXTENSION_PARTS}
   */
  public Conditions {
    clients = List.copyOf(clients);
    listeners = Set.copyOf(listeners);
    servers = List.copyOf(servers);
    operations = Set.copyOf(operations);
    paths = List.copyOf(paths);
    extensions = Set.copyOf(extensions);
    directions = Set.copyOf(directions);
    dataAddresses = List.copyOf(dataAddresses);
    dataPorts = List.copyOf(dataPorts);
    for (String extension : extensions) {
      if (extension.split("\\.", -1).length > MAX_EXTENSION_PARTS) {
        throw new IllegalArgumentException(
            "the extension '" + extension + "' has more than " + MAX_EXTENSION_PARTS + " parts");
      }
    }
  }

  /** Without one on what the client names. */
  public Conditions(
      List<Network> clients,
      Set<String> listeners,
      List<Network> servers,
      Optional<Users> users,
      Optional<Boolean> tls,
      Optional<Certificates> certificates,
      Set<Operation> operations,
      List<PathPattern> paths,
      Set<String> extensions,
      Set<Direction> directions,
      Optional<DataMode> mode,
      Optional<TimeWindow> time,
      List<Network> dataAddresses,
      List<Ports> dataPorts,
      Optional<Boolean> thirdParty) {
    this(
        clients,
        listeners,
        servers,
        Optional.empty(),
        users,
        tls,
        certificates,
        operations,
        paths,
        extensions,
        directions,
        mode,
        time,
        dataAddresses,
        dataPorts,
        thirdParty);
  }

  /** Ports from the first to the last, 0 to 65535. */
  public record Ports(int first, int last) {
    /** Whether a port is one of them. */
    public boolean contains(int port) {
      return port >= first && port <= last;
    }
  }
}
