package io.postern.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something when the process gets SIGHUP, which would end it otherwise. The JDK offers that
 * only in {@code sun.misc} (module {@code jdk.unsupported}, JEP 260), whose use no compiler option
 * lets pass without a warning: hence the reflection. Where the platform has no such signal or keeps
 * it for itself ({@code -Xrs}), nothing happens but a line in the log.
 */
final class HangupSignal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

  private final @Nullable Object previous;

  private HangupSignal(@Nullable Object previous) {
    this.previous = previous;
  }

  /**
   * From now on, each SIGHUP has the action run, on a thread of the JVM's for each.
   *
   * @param action what it throws is logged
   */
  static HangupSignal handle(Runnable action) {
    try {
      return new HangupSignal(install(handler(action)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.info("SIGHUP can't be taken here: {}", String.valueOf(rootOf(e)));
      return new HangupSignal(null);
    }
  }

  /** The handler before is back. Idempotent. */
  @Override
  public void close() {
    if (previous != null) {
      try {
        Object unused = install(previous);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("what could be set can't be set back", e);
      }
    }
  }

  private static Object install(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, handlerType())
        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
  }

  private static Object handler(Runnable action) throws ClassNotFoundException {
    InvocationHandler call =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> run(action);
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "SIGHUP";
            };
    return Proxy.newProxyInstance(
        HangupSignal.class.getClassLoader(), new Class<?>[] {handlerType()}, call);
  }

  private static @Nullable Object run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("SIGHUP was not served", e);
    }
    return null;
  }

  private static Class<?> handlerType() throws ClassNotFoundException {
    return Class.forName("sun.misc.SignalHandler");
  }

  private static Throwable rootOf(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }
}
