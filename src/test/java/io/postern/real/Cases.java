package io.postern.real;

import java.util.List;
import java.util.stream.Stream;

/** The rows of the matrix for one server. */
final class Cases {

  private static final List<Size> SMALL = List.of(Size.EMPTY, Size.ONE_BYTE, Size.ONE_MIB);

  private final String server;

  Cases(String server) {
    this.server = server;
  }

  /** All that the client can do, with small files. */
  Stream<Case> of(FtpClient client) {
    return Stream.of(false, true).flatMap(ipv6 -> of(client, ipv6));
  }

  /** 200 MiB, once for each direction and form. */
  Stream<Case> large(FtpClient client) {
    return Stream.of(Operation.RETR, Operation.STOR)
        .flatMap(
            operation ->
                Stream.of(Form.values())
                    .map(form -> new Case(server, client, operation, Size.LARGE, form, false)));
  }

  private Stream<Case> of(FtpClient client, boolean ipv6) {
    return Stream.of(Form.values())
        .flatMap(
            form ->
                Stream.of(Operation.values())
                    .filter(operation -> client.can(operation, form, ipv6))
                    .flatMap(
                        operation ->
                            sizes(operation)
                                .map(
                                    size ->
                                        new Case(server, client, operation, size, form, ipv6))));
  }

  private static Stream<Size> sizes(Operation operation) {
    return switch (operation) {
      case RETR, STOR -> SMALL.stream();
      case APPE, REST -> Stream.of(Size.ONE_MIB);
      case LIST, NLST, MLSD, ABOR -> Stream.of(Size.EMPTY);
    };
  }
}
