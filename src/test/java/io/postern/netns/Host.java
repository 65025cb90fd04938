package io.postern.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One host of a {@link NetworkLab}: a network namespace. */
final class Host {

  private final String name;
  private int devices;

  Host(String name) {
    this.name = name;
  }

  /** The namespace's name. */
  String name() {
    return name;
  }

  /** The command that runs the given one on this host, in the same process. */
  List<String> command(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
    inside.addAll(command);
    return inside;
  }

  /** Runs a program on this host to its end. */
  Shell.Ran run(String... command) {
    return Shell.run(command(List.of(command)));
  }

  /** Runs a program on this host, for no longer than the limit. */
  Shell.Ran run(Duration limit, String... command) {
    return Shell.run(command(List.of(command)), limit);
  }

  /** Runs a task of this JVM on this host: the sockets that it opens are this host's. */
  <T> T call(Callable<T> task) throws Exception {
    return NetworkNamespace.call(name, task);
  }

  /** Adds to this host's packet filter; {@code nft} takes the text. */
  void nft(String rules) {
    run("nft", rules).orFail();
  }

  /** From now on every packet to or from this host is lost. */
  void silence() {
    nft(
        "table inet silence {"
            + " chain in { type filter hook input priority -300; policy drop; };"
            + " chain out { type filter hook output priority -300; policy drop; }; }");
  }

  /** Ends the {@link #silence}. */
  void unsilence() {
    nft("delete table inet silence");
  }

  /** Drops TCP connections that others open to these ports of this host, without an answer. */
  void dropConnectionsTo(String ports) {
    nft(
        "table inet shut { chain in { type filter hook input priority -300;"
            + " tcp dport "
            + ports
            + " tcp flags syn / syn,ack drop; }; }");
  }

  /** Drops TCP connections that this host opens to these ports. */
  void dropOwnConnectionsTo(String ports) {
    nft(
        "table inet confined { chain out { type filter hook output priority -300;"
            + " tcp dport "
            + ports
            + " tcp flags syn / syn,ack drop; }; }");
  }

  /** Who connects to one of these ports of this host gets that one. */
  void redirect(String ports, int to) {
    nft(
        "table inet redirected { chain in { type nat hook prerouting priority -100;"
            + (" tcp dport " + ports + " redirect to :" + to + "; }; }"));
  }

  /** Ends {@link #dropConnectionsTo}. */
  void admitConnections() {
    nft("delete table inet shut");
  }

  /** The host forwards packets between its networks. */
  void forward() {
    run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1").orFail();
  }

  /** Routes everything that no network of this host holds. */
  void defaultRoute(String via) {
    NetworkLab.ip("-n", name, "route", "add", "default", "via", via);
  }

  void addAddress(String device, String address) {
    List<String> command = new ArrayList<>(List.of("-n", name, "address", "add", address));
    command.addAll(List.of("dev", device));
    if (address.contains(":")) {
      command.add("nodad");
    }
    NetworkLab.ip(command.toArray(String[]::new));
  }

  String nextDevice() {
    return "eth" + devices++;
  }

  @Override
  public String toString() {
    return name;
  }
}
