package io.postern.real;

import java.util.List;

/** A server that writes down what it is told. */
interface LoggedServer extends FtpServer {

  /** Every command that has reached it so far; passwords may be masked. */
  List<String> commands();
}
