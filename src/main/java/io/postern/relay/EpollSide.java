package io.postern.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.postern.relay.RelayEnd.Cause;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One socket of an {@link EpollRelay}, in the epoll set in its channel's place. Edge-triggered:
 * registered once, for everything; what the edges told is remembered until a read or a write finds
 * that it is so no more. A socket that has hung up and waits wakes nobody.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a deregistration that fails is seen by the next step
final class EpollSide implements EpollIoHandle {

  private static final EpollIoOps EVERYTHING =
      EpollIoOps.EPOLLIN
          .with(EpollIoOps.EPOLLOUT)
          .with(EpollIoOps.EPOLLRDHUP)
          .with(EpollIoOps.EPOLLET);

  private static final int ERROR = EpollIoOps.EPOLLERR.value();

  /** Only an edge that tells of nothing but room to write says nothing about reading. */
  private static final int WRITABLE_ONLY = EpollIoOps.EPOLLOUT.value();

  private final EpollSocketChannel channel;
  private final Socket socket;
  private final EpollRelay relay;
  private final Cause reset;
  private @Nullable IoRegistration registration;
  private boolean readable;
  private boolean writable;

  EpollSide(EpollSocketChannel channel, EpollRelay relay, Cause reset) {
    this.channel = channel;
    this.socket = (Socket) channel.fd();
    this.relay = relay;
    this.reset = reset;
  }

  EpollSocketChannel channel() {
    return channel;
  }

  Socket socket() {
    return socket;
  }

  boolean isReadable() {
    return readable;
  }

  boolean isWritable() {
    return writable;
  }

  /** A read found nothing. */
  void drained() {
    readable = false;
  }

  /** A write found no room. */
  void filled() {
    writable = false;
  }

  /** The socket failed. */
  void failed() {
    relay.end(reset);
  }

  /** Takes the channel's place in the epoll set; Netty lets a channel go in a later task only. */
  void join(EventLoop loop) {
    NoReads.impose(channel);
    channel.deregister().addListener(gone -> takePlace((IoEventLoop) loop));
  }

  /** Leaves the epoll set, before the socket is closed. */
  void leave() {
    if (registration != null) {
      registration.cancel();
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    int ops = ((EpollIoEvent) event).ops().value();
    readable |= ops != WRITABLE_ONLY;
    writable |= (ops & WRITABLE_ONLY) != 0;
    if ((ops & ERROR) != 0 && hasError()) {
      failed();
    } else {
      relay.pump();
    }
  }

  /** The event loop ends. */
  @Override
  public void close() {
    relay.abort();
  }

  private void takePlace(IoEventLoop loop) {
    if (relay.isOver()) {
      return;
    }
    if (!socket.isOpen()) {
      failed();
      return;
    }
    loop.register(this)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                registration = (IoRegistration) done.getNow();
                registration.submit(EVERYTHING);
              } else {
                failed();
              }
            });
  }

  /** Seen at once, even while nothing is read because the other side has no room. */
  private boolean hasError() {
    try {
      return socket.getSoError() != 0;
    } catch (IOException e) {
      return true;
    }
  }
}
