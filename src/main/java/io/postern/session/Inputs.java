package io.postern.session;

import io.postern.ftp.Deviation;
import io.postern.session.Input.Side;

/** Gives each input to the part of the session that it concerns. */
final class Inputs {

  private final SessionContext context;
  private final CommandPath commands;
  private final ServerArrival arrival;
  private final Reception reception;
  private final ClientSecurity clientSecurity;
  private final ServerSecurity serverSecurity;
  private final PassThrough passThrough;
  private final DataInputs data;
  private final Faults faults;
  private final Timers timers;
  private final Deadlines deadlines;
  private final Ending ending;
  private final Closing closing;

  Inputs(
      SessionContext context,
      CommandPath commands,
      ServerArrival arrival,
      Reception reception,
      ClientSecurity clientSecurity,
      ServerSecurity serverSecurity,
      PassThrough passThrough,
      DataInputs data,
      Faults faults,
      Timers timers,
      Deadlines deadlines,
      Ending ending,
      Closing closing) {
    this.context = context;
    this.commands = commands;
    this.arrival = arrival;
    this.reception = reception;
    this.clientSecurity = clientSecurity;
    this.serverSecurity = serverSecurity;
    this.passThrough = passThrough;
    this.data = data;
    this.faults = faults;
    this.timers = timers;
    this.deadlines = deadlines;
    this.ending = ending;
    this.closing = closing;
  }

  void take(Input input) {
    if (input instanceof Input.ClientLine line) {
      clientLine(line);
    } else if (input instanceof Input.ServerReply reply) {
      arrival.reply(reply.reply());
    } else if (input instanceof Input.ServerConnected connected) {
      arrival.connected(connected);
    } else if (input instanceof Input.ServerUnreachable unreachable) {
      arrival.unreachable(unreachable);
    } else if (input instanceof Input.HostLookedUp found) {
      reception.lookedUp(found.addresses());
    } else if (input instanceof Input.ProxyUserChecked checked) {
      reception.checked(checked);
    } else if (input instanceof Input.Broken broken) {
      faults.broken(broken.fault());
    } else if (input instanceof Input.TlsStarted started) {
      tlsStarted(started);
    } else if (input instanceof Input.TlsFailed failed) {
      tlsFailed(failed);
    } else if (input instanceof Input.Closed closed) {
      ending.closed(closed);
    } else if (input instanceof Input.Carried) {
      timers.active();
    } else if (input instanceof Input.OpaquePortsOpened opened) {
      passThrough.opened(opened.ports());
    } else if (input instanceof Input.OpaqueData running) {
      passThrough.data(running);
    } else if (input instanceof Input.Tick) {
      deadlines.tick(context.now());
    } else if (input instanceof Input.Drain) {
      ending.drain();
    } else if (input instanceof Input.Stop) {
      ending.stop();
    } else if (input instanceof Input.Kick kick) {
      ending.kick(kick.reason());
    } else {
      data.take(input);
    }
  }

  private void clientLine(Input.ClientLine line) {
    if (closing.begun()) {
      return;
    }
    timers.active();
    if (arrival.greeted()) {
      commands.line(line.line());
    } else {
      context.deviation(Deviation.EARLY_COMMAND, "");
      closing.refuse(Deviation.EARLY_COMMAND, Replies.PROTOCOL);
    }
  }

  private void tlsStarted(Input.TlsStarted started) {
    if (closing.begun()) {
      return;
    }
    if (started.side() == Side.CLIENT) {
      clientSecurity.started(started.peer());
      reception.reset();
    } else {
      serverSecurity.started(started.peer());
    }
  }

  private void tlsFailed(Input.TlsFailed failed) {
    if (closing.begun()) {
      return;
    }
    if (failed.side() == Side.CLIENT) {
      clientSecurity.failed(failed.reason());
    } else {
      serverSecurity.failed(failed.reason());
    }
  }
}
