package io.postern.net;

import io.postern.ftp.Line;
import io.postern.ftp.LineLimits;
import io.postern.session.Input;
import org.jspecify.annotations.Nullable;

/** The control connection that the client made. */
final class ClientLeg extends Leg {

  ClientLeg(SessionRunner runner, LineLimits limits) {
    super(Input.Side.CLIENT, runner, limits);
  }

  @Override
  void line(Line line) {
    runner().input(new Input.ClientLine(line));
  }

  @Override
  @Nullable Leg other() {
    return runner().server();
  }
}
