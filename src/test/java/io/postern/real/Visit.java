package io.postern.real;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One session of a client.
 *
 * @param at where the client connects: the gateway, or the server itself
 * @param user the user's name
 * @param password the user's password
 * @param form how data connections are set up
 * @param work an empty folder for the client's files
 * @param tls what the client does about TLS; null for nothing
 */
record Visit(
    InetSocketAddress at,
    String user,
    String password,
    Form form,
    Path work,
    @Nullable ClientTls tls) {

  /** In the clear. */
  Visit(InetSocketAddress at, String user, String password, Form form, Path work) {
    this(at, user, password, form, work, null);
  }

  boolean isIpv6() {
    return host().contains(":");
  }

  /** The address, without port and brackets. */
  String host() {
    return at.getAddress().getHostAddress();
  }

  int port() {
    return at.getPort();
  }

  /** {@code ftp://HOST:PORT/files/}. */
  String url() {
    return url("/" + ServedFolder.FILES + "/");
  }

  /** {@code ftp://HOST:PORT}, or {@code ftps} where TLS is implicit, and an absolute path. */
  String url(String path) {
    String scheme = tls != null && tls.implicit() ? "ftps" : "ftp";
    return "%s://%s:%d%s".formatted(scheme, isIpv6() ? "[" + host() + "]" : host(), port(), path);
  }
}
