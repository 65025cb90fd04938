package io.postern.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A named group of operations in the condition {@code verb} of a rule. Every operation is in at
 * least one; some are in several.
 */
public enum VerbGroup {
  /** A client that connects. */
  CONNECT,
  /** USER, PASS, ACCT, REIN, HOST. */
  LOGIN,
  /** AUTH, PBSZ, PROT and the like (RFC 2228). */
  SECURITY,
  /** What moves no file and changes none: QUIT, NOOP, TYPE, CWD, PWD, FEAT … */
  SESSION,
  /** RETR, and what tells of a file: SIZE, MDTM, HASH … */
  READ,
  /** Whatever changes the server's files, deleting and renaming among it. */
  WRITE,
  /** LIST, NLST, MLSD, MLST, STAT. */
  LIST,
  /** DELE, RMD and the like. */
  DELETE,
  /** RNFR, RNTO. */
  RENAME,
  /** SITE. */
  SITE,
  /** What administers a server: SITE, SMNT, MFF … */
  ADMIN,
  /** PORT, EPRT, and the server's data connections. */
  ACTIVE,
  /** PASV, EPSV, and the client's data connections. */
  PASSIVE,
  /** EPRT, EPSV (RFC 2428). */
  EXTENDED,
  /** Verbs that the gateway does not know. */
  UNKNOWN;

  /** The name in rules: {@code read}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is in it. */
  public Set<Operation> operations() {
    throw new UnsupportedOperationException(label());
  }

  /** The group of this label. */
  public static Optional<VerbGroup> of(String label) {
    for (VerbGroup group : values()) {
      if (group.label().equals(label)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
