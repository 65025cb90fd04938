package io.postern.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a session is told of its pinholes and data connections; of one that is gone, nothing. */
final class DataInputs {

  private final SetUp setUp;
  private final DataChannels channels;
  private final Transfers transfers;
  private final SessionRules rules;
  private final Timers timers;

  DataInputs(
      SetUp setUp, DataChannels channels, Transfers transfers, SessionRules rules, Timers timers) {
    this.setUp = setUp;
    this.channels = channels;
    this.transfers = transfers;
    this.rules = rules;
    this.timers = timers;
  }

  void take(Input input) {
    if (input instanceof Input.PinholeOpened opened) {
      with(opened.id(), channel -> setUp.opened(channel, opened.toClient(), opened.toServer()));
    } else if (input instanceof Input.PinholeFailed failed) {
      with(failed.id(), setUp::failed);
    } else if (input instanceof Input.PinholeAccepted accepted) {
      with(accepted.id(), this::accepted);
    } else if (input instanceof Input.PinholeConnected connected) {
      with(connected.id(), DataChannel::connected);
    } else if (input instanceof Input.DataEnded over) {
      timers.active();
      with(over.id(), channel -> transfers.ended(channel, over.stats()));
    }
  }

  private void accepted(DataChannel channel) {
    channels.accepted(channel);
    rules.dataConnection(channel);
  }

  private void with(long id, Consumer<DataChannel> action) {
    @Nullable DataChannel channel = channels.find(id);
    if (channel != null) {
      action.accept(channel);
    }
  }
}
