package io.postern.real;

/**
 * One row of the matrix.
 *
 * @param size of the file; listings have none, and take {@link Size#EMPTY}
 */
record Case(
    String server, FtpClient client, Operation operation, Size size, Form form, boolean ipv6) {

  /** {@code vsftpd ← lftp: RETR 1 MiB, EPSV, IPv6}. */
  @Override
  public String toString() {
    return "%s ← %s: %s, %s, %s"
        .formatted(server, client.name(), what(), form, ipv6 ? "IPv6" : "IPv4");
  }

  /** How many data connections it makes. */
  int dataConnections() {
    return operation == Operation.ABOR ? 2 : 1;
  }

  private String what() {
    return switch (operation) {
      case RETR, STOR, APPE, REST -> operation + " " + size;
      case LIST, NLST, MLSD, ABOR -> operation.toString();
    };
  }
}
