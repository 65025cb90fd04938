package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Settings;
import io.postern.ftp.Endpoint;
import io.postern.net.ListenerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs until the process is asked to stop. */
final class Running implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  /** What closing takes after the last transfer: lines to clients, close_notify, the audit log. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(15);

  private final Gateway gateway;
  private final Duration grace;
  private final PrintWriter out;
  private final Thread hook = new Thread(this::stopProcess, "postern-stop");
  private final HangupSignal hangup;
  private final ServiceNotice notice = ServiceNotice.ofEnvironment();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Running(Gateway gateway, Duration grace, PrintWriter out) {
    this.gateway = gateway;
    this.grace = grace;
    this.out = out;
    this.hangup = HangupSignal.handle(this::reload);
  }

  /**
   * Starts the gateway, tells where it listens, and sees to it that SIGTERM and SIGINT stop it and
   * SIGHUP has it load its rules anew.
   *
   * @throws ConfigException if the rules have mistakes
   * @throws IOException if an address can't be listened on
   */
  static Running start(Settings settings, PrintWriter out) throws ConfigException, IOException {
    Gateway gateway = Gateway.start(settings);
    Running running = new Running(gateway, settings.net().stop(), out);
    Runtime.getRuntime().addShutdownHook(running.hook);
    running.tell(settings.net().listeners());
    running.notice.ready();
    return running;
  }

  private void tell(List<ListenerSettings> listeners) {
    List<Endpoint> real = gateway.listening();
    for (int i = 0; i < real.size(); i++) {
      out.println(Summary.listener(listeners.get(i), real.get(i).port()));
    }
    gateway.rules().ifPresent(rules -> out.println("rules: " + rules));
    gateway.adminPlace().ifPresent(admin -> out.println("admin: " + admin));
    out.flush();
  }

  // The log tells what comes of it.
  private void reload() {
    notice.reloading();
    try {
      if (!gateway.reload(PolicyTrigger.SIGNAL).isSomething()) {
        LOG.info("SIGHUP: there are no rules and no certificates to load");
      }
    } finally {
      notice.ready();
    }
  }

  /** Waits for the interrupt of the thread, and takes it. A signal ends the process instead. */
  void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // Taken: it means "stop", and stopping must be able to wait.
    }
  }

  // A hook can't set the exit code, which would be 143 after SIGTERM: halting can. All that must be
  // flushed was flushed when the gateway closed.
  private void stopProcess() {
    int code = ExitCodes.FAULT;
    try {
      stop();
      code = ExitCodes.OK;
    } finally {
      out.flush();
      Runtime.getRuntime().halt(code);
    }
  }

  private void stop() {
    if (stopped.compareAndSet(false, true)) {
      hangup.close();
      notice.stopping(grace.plus(LAST_WORDS));
      int sessions = gateway.sessions();
      if (sessions > 0) {
        out.println(
            "stopping: "
                + sessions
                + " sessions, running transfers have "
                + grace.toSeconds()
                + "s");
      }
      gateway.close();
      out.println("stopped");
    }
  }

  /** Stops the gateway gracefully. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is being stopped: the hook does it
    }
    stop();
  }
}
