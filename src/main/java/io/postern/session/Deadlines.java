package io.postern.session;

/** When a session is due: its control channel, its data connections, or its end. */
final class Deadlines {

  private final Timers timers;
  private final DataChannels channels;
  private final PassThrough passThrough;
  private final Closing closing;

  Deadlines(Timers timers, DataChannels channels, PassThrough passThrough, Closing closing) {
    this.timers = timers;
    this.channels = channels;
    this.passThrough = passThrough;
    this.closing = closing;
  }

  /** The first of all, on the scale of the session's time; Long.MAX_VALUE if there is none. */
  long first() {
    long own = closing.begun() ? closing.deadline() : timers.deadline(busy());
    return Math.min(own, channels.deadline());
  }

  /** Does what is due by {@code nowNanos}, the session's time. */
  void tick(long nowNanos) {
    channels.tick();
    if (!closing.begun()) {
      timers.tick(busy());
    } else if (closing.deadline() <= nowNanos) {
      closing.closeClient();
    }
  }

  private boolean busy() {
    return channels.busy() || passThrough.busy();
  }
}
