package io.postern.policy;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.ftp.Verb;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes requests for tests. Without more it is bob's STOR of /in/x.exe. */
final class Requests {

  private Operation operation = Operation.of(Verb.STOR);
  private String listener = "ftp";
  private InetAddress client = address("192.0.2.7");
  private @Nullable InetAddress server = address("10.0.0.5");
  private @Nullable String target;
  private @Nullable String user = "bob";
  private boolean tls;
  private Subject certificate = Subject.NONE;
  private FilePath path = FilePath.of("/in/x.exe");
  private @Nullable DataMode mode;
  private @Nullable Endpoint data;
  private Instant time = Instant.parse("2026-07-01T12:00:00Z");

  static Requests any() {
    return new Requests();
  }

  static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }

  static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  static Operation operation(String label) {
    return Operation.of(label).orElseThrow();
  }

  Requests asks(Operation asked) {
    operation = asked;
    return this;
  }

  Requests asks(String label) {
    return asks(operation(label));
  }

  Requests listener(String name) {
    listener = name;
    return this;
  }

  Requests client(String text) {
    return client(address(text));
  }

  Requests client(InetAddress address) {
    client = address;
    return this;
  }

  Requests server(@Nullable String text) {
    server = text == null ? null : address(text);
    return this;
  }

  Requests target(@Nullable String named) {
    target = named;
    return this;
  }

  Requests user(@Nullable String name) {
    user = name;
    return this;
  }

  Requests tls(boolean isOn) {
    tls = isOn;
    return this;
  }

  /** The subject of the certificate that the client has shown. */
  Requests certificate(String subject) {
    certificate = Subject.parse(subject).orElseThrow();
    return this;
  }

  Requests path(FilePath filePath) {
    path = filePath;
    return this;
  }

  Requests path(String text) {
    return path(FilePath.of(text));
  }

  Requests mode(@Nullable DataMode announced) {
    mode = announced;
    return this;
  }

  Requests data(@Nullable String host, int port) {
    data = host == null ? null : new Endpoint(address(host), port);
    return this;
  }

  Requests at(String moment) {
    time = Instant.parse(moment);
    return this;
  }

  Request request() {
    return new Request(
        operation,
        listener,
        client,
        server,
        target,
        user,
        tls,
        certificate,
        path,
        mode,
        data,
        time);
  }
}
