package io.postern.pinhole.relay;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;

/** What went wrong with a socket, told from the exceptions of both transports. */
final class SocketFaults {

  /** Linux's EADDRINUSE, as epoll's exceptions carry it. */
  private static final int ADDRESS_IN_USE = -98;

  private SocketFaults() {}

  /** Whether another port may do. */
  static boolean isPortBusy(Throwable cause) {
    if (cause instanceof Errors.NativeIoException e) {
      return e.expectedErr() == ADDRESS_IN_USE;
    }
    // The JDK has one exception for all; what is not plainly another fault counts as a busy port.
    String message = String.valueOf(cause.getMessage());
    return cause instanceof BindException
        && !message.startsWith("Cannot assign")
        && !message.startsWith("Permission denied");
  }

  /** One line for people. */
  static String text(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "timed out";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host";
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof ConnectException && message.contains("refused")) {
      return "connection refused";
    }
    return message;
  }
}
