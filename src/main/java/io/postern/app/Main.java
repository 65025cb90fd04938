package io.postern.app;

/** The entry point of the command line. */
public final class Main {

  private Main() {}

  /**
   * Runs the command line.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    System.exit(0);
  }
}
