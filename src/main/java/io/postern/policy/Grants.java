package io.postern.policy;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a rule changes beside its verdict.
 *
 * @param banner the text of the greeting instead of the server's; asked at connect
 * @param syst the text of the reply to SYST instead of the server's
 * @param thirdParty whether PORT and EPRT may name another host than the client (RFC 2577 section 3
 *     calls that the bounce attack; RFC 959 section 5.2 a transfer between two servers)
 * @param dataPeer who may connect to the pinhole of PASV or EPSV instead of the client
 */
public record Grants(
    Optional<String> banner,
    Optional<String> syst,
    boolean thirdParty,
    Optional<InetAddress> dataPeer) {

  /** Nothing. */
  public static final Grants NONE =
      new Grants(Optional.empty(), Optional.empty(), false, Optional.empty());
}
