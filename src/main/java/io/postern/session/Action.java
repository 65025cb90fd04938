package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.PinholeEnd;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.policy.DataLimits;
import java.net.InetAddress;

/** What a control session wants done, in order. */
public sealed interface Action {

  /** Send these bytes to the client. */
  record ToClient(byte[] bytes) implements Action {}

  /** Send these bytes to the server. */
  record ToServer(byte[] bytes) implements Action {}

  /**
   * Open a pinhole; answer with PinholeOpened or PinholeFailed.
   *
   * @param held whether the data connection carries nothing until ProtectData says how
   */
  record OpenPinhole(Expectation expectation, boolean held) implements Action {}

  /** Close a pinhole that nobody has used; no effect on an accepted one. */
  record ClosePinhole(long id, PinholeEnd end) implements Action {}

  /** Reset a data connection; answered with DataEnded. */
  record AbortData(long id, PinholeEnd end) implements Action {}

  /** Limit a data connection from now on; no effect on one that has ended. */
  record LimitData(long id, DataLimits limits) implements Action {}

  /**
   * How a data connection is protected on either side; one that was announced under TLS waits for
   * it. No effect on one that has ended.
   */
  record ProtectData(long id, Protection client, Protection server) implements Action {}

  /** Begin TLS on a leg, behind all that was sent to it; answered with TlsStarted or TlsFailed. */
  record StartTls(Input.Side side) implements Action {}

  /** End TLS on a leg, behind all that was sent to it, and go on in the clear. */
  record StopTls(Input.Side side) implements Action {}

  /**
   * From now on relay both legs byte for byte, behind all that was sent. What comes then is told as
   * Carried only; the ends of the halves as ever.
   */
  record GoBlind() implements Action {}

  /**
   * Open the opaque data ports of the listener for this client, if it has any; answered with
   * OpaquePortsOpened. They are its until the session's end begins.
   *
   * @param peer the one address that may connect; any port of it
   * @param listenAddress the gateway's address to listen on: the one that the client talks to
   * @param target where data connections go to, each on the port that it came in on
   * @param source the gateway's own address and port to connect from; port 0 means any
   */
  record OpenOpaquePorts(
      InetAddress peer, InetAddress listenAddress, InetAddress target, Endpoint source)
      implements Action {}

  /** Reset the data connections of the opaque ports that are this session's. */
  record AbortOpaqueData() implements Action {}

  /**
   * Find the addresses of the host that the client has named, not on this thread; answered with
   * HostLookedUp.
   *
   * @param host a host name in lower case
   */
  record LookUp(String host) implements Action {}

  /**
   * Connect a server that is known only now; answered with ServerConnected or ServerUnreachable.
   */
  record Connect(Destination destination) implements Action {}

  /**
   * Check the password of a user of the gateway, not on this thread: a hash that is worth its name
   * takes its time. Answered with ProxyUserChecked.
   */
  record CheckProxyUser(String name, String password) implements Action {

    /** Without the password. */
    @Override
    public String toString() {
      return "CheckProxyUser[name=" + name + ", password=****]";
    }
  }

  /** Tell what happened. */
  record Publish(GatewayEvent event) implements Action {}

  /**
   * Send nothing more to the server, once what was sent is delivered: the client has ended its
   * half.
   */
  record ShutServerOutput() implements Action {}

  /**
   * Send nothing more to the client, once what was sent is delivered. What the client still sends
   * is read and dropped, so that no reset overtakes the last reply.
   */
  record ShutClientOutput() implements Action {}

  /** Close the server leg, or give up connecting it. */
  record CloseServer() implements Action {}

  /** Close the client leg at once. */
  record CloseClient() implements Action {}
}
