package io.postern.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts and networks, each host a network namespace, each network a bridge in a namespace that is
 * the switch. Nothing is forwarded between networks unless a test says so. {@link #close} removes
 * everything; what a run that died left behind is recognised by its names and removed by the next.
 */
final class NetworkLab implements AutoCloseable {

  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final Pattern NAME = Pattern.compile("postern-(\\d+)-\\d+-[a-z]+");
  private static final AtomicInteger LABS = new AtomicInteger();

  private final String prefix =
      "postern-" + ProcessHandle.current().pid() + "-" + LABS.incrementAndGet() + "-";
  private final List<String> namespaces = new ArrayList<>();
  private final Map<String, Integer> bridges = new HashMap<>();
  private final String switchName;
  private int ports;

  /** A lab without hosts. */
  NetworkLab() {
    removeLeftovers();
    switchName = namespace("switch");
  }

  /** A new host, with nothing but loopback. */
  Host host(String name) {
    return new Host(namespace(name));
  }

  /**
   * Plugs a host into a network, which is made on first mention.
   *
   * @param addresses with prefix lengths, IPv4 or IPv6
   */
  void connect(Host host, String network, String... addresses) {
    String bridge = "br" + bridges.computeIfAbsent(network, this::bridge);
    String port = "p" + ports++;
    String device = host.nextDevice();
    ip("-n", switchName, "link", "add", port, "type", "veth", "peer", device, "netns", host.name());
    ip("-n", switchName, "link", "set", port, "master", bridge, "up");
    for (String address : addresses) {
      host.addAddress(device, address);
    }
    ip("-n", host.name(), "link", "set", device, "up");
  }

  @Override
  public void close() {
    namespaces.forEach(NetworkLab::remove);
    namespaces.clear();
  }

  private int bridge(String network) {
    int number = bridges.size();
    ip("-n", switchName, "link", "add", "br" + number, "type", "bridge", "forward_delay", "0");
    ip("-n", switchName, "link", "set", "br" + number, "up");
    return number;
  }

  private String namespace(String host) {
    String name = prefix + host;
    ip("netns", "add", name);
    namespaces.add(name);
    ip("-n", name, "link", "set", "lo", "up");
    configure(name);
    return name;
  }

  /** Addresses serve at once, and nothing depends on the machine's own congestion control. */
  private static void configure(String name) {
    List<String> settings =
        List.of(
            "net.ipv6.conf.all.accept_dad=0",
            "net.ipv6.conf.default.accept_dad=0",
            "net.ipv4.ip_forward=0",
            "net.ipv6.conf.all.forwarding=0",
            "net.ipv4.tcp_congestion_control=reno");
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name, "sysctl", "-qew"));
    command.addAll(settings);
    Shell.run(command);
  }

  static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Shell.run(command).orFail();
  }

  private static void remove(String name) {
    Shell.run(List.of("ip", "netns", "pids", name))
        .output()
        .lines()
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(NetworkLab::end);
    Shell.run(List.of("ip", "netns", "del", name));
  }

  private static void end(ProcessHandle process) {
    if (process.pid() != ProcessHandle.current().pid()) {
      process.destroyForcibly();
    }
  }

  private static void removeLeftovers() {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMESPACES, "postern-*")) {
      for (Path path : names) {
        String name = path.getFileName().toString();
        Matcher matcher = NAME.matcher(name);
        if (matcher.matches() && !Files.exists(Path.of("/proc", matcher.group(1)))) {
          remove(name);
        }
      }
    } catch (NoSuchFileException e) {
      // No namespace was ever made on this machine.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
