package io.postern.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark started: lines in, lines out, its errors on our own. */
final class Child implements AutoCloseable {

  /** USER_HZ, which is 100 on every Linux that Java runs on. */
  private static final double TICKS_A_SECOND = 100;

  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs a command in a place of the network. */
  static Child start(List<String> place, List<String> command) throws IOException {
    return new Child(builder(place, command).start());
  }

  /** Runs a command whose output goes to a file. */
  static Child start(List<String> place, List<String> command, Path log) throws IOException {
    return new Child(
        builder(place, command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static ProcessBuilder builder(List<String> place, List<String> command) {
    List<String> words = new ArrayList<>(place);
    words.addAll(command);
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The command that runs a class of the benchmark with nothing but the jar and the tests. */
  static List<String> java(Path jar, Class<?> main, String... arguments) {
    String classes = main.getProtectionDomain().getCodeSource().getLocation().getPath();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(javaCommand(), "-Xms256m", "-cp", classes + ":" + jar, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The java command of the JVM that we run in. */
  static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Sends a line and reads the answer. */
  String ask(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
    return readLine();
  }

  /** The next line of its output. */
  String readLine() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new EOFException("a process of the benchmark ended");
    }
    return line;
  }

  /** Whether it runs. */
  boolean alive() {
    return process.isAlive();
  }

  /** The memory that it has in RAM, from /proc. */
  long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("no VmRSS in " + status);
  }

  /** The processor time that it has used, from /proc, in steps of 10 ms. */
  double cpuSeconds() throws IOException {
    return cpuSeconds(process.pid());
  }

  /** The same, and that of the processes below it that run now. */
  double familyCpuSeconds() throws IOException {
    double sum = cpuSeconds();
    for (ProcessHandle descendant : process.descendants().toList()) {
      sum += cpuSeconds(descendant.pid());
    }
    return sum;
  }

  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    // proc(5): utime and stime are fields 14 and 15; two fields went with the name.
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  /** Ends it: asks, then insists. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    descendants.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
