package io.postern.netns;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Enters network namespaces. On Linux a namespace belongs to a thread, and a socket stays for ever
 * in the namespace in which it was opened: one JVM can hold the sockets of every host.
 */
final class NetworkNamespace {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY = 0;

  static {
    Native.register("c");
  }

  private NetworkNamespace() {}

  private static native int open(String path, int flags) throws LastErrorException;

  private static native int setns(int descriptor, int type) throws LastErrorException;

  private static native int close(int descriptor) throws LastErrorException;

  /**
   * Runs the task on a thread of its own inside the namespace and waits for it. Threads that the
   * task starts are inside as well.
   *
   * @param name as {@code ip netns} knows it
   */
  static <T> T call(String name, Callable<T> task) throws Exception {
    FutureTask<T> inside =
        new FutureTask<>(
            () -> {
              enter(name);
              return task.call();
            });
    Thread thread = new Thread(inside, "in-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return inside.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void enter(String name) {
    int descriptor = open("/run/netns/" + name, O_RDONLY);
    try {
      setns(descriptor, CLONE_NEWNET);
    } finally {
      close(descriptor);
    }
  }
}
