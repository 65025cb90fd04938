package io.postern.session;

/**
 * How a listener's data connections are made on its two sides: what clients may ask for, and what
 * servers are asked for.
 *
 * @param client what clients may ask for; {@link Mode#SAME} means both, {@code PASSIVE} refuses
 *     PORT and EPRT, {@code ACTIVE} refuses PASV and EPSV
 * @param server what servers are asked for; {@link Mode#SAME} means what the client asks for
 */
public record Translation(Mode client, Mode server) {

  /** Everything as the client asks for it. */
  public static final Translation NONE = new Translation(Mode.SAME, Mode.SAME);

  /** Of one side. */
  public enum Mode {
    /** As the client asks. */
    SAME,
    /** PASV and EPSV: the server's end listens. */
    PASSIVE,
    /** PORT and EPRT: the client's end listens. */
    ACTIVE
  }
}
