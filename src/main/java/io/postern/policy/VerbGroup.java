package io.postern.policy;

import static io.postern.ftp.Verb.*;

import io.postern.ftp.Verb;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A named group of operations in the condition {@code verb} of a rule. Every operation is in at
 * least one; some are in several.
 */
public enum VerbGroup {
  /** A client that connects. */
  CONNECT(Operation.CONNECT),
  /** USER, PASS, ACCT, REIN, HOST. */
  LOGIN(USER, PASS, ACCT, REIN, HOST),
  /** AUTH, PBSZ, PROT and the like (RFC 2228), and SSCN. */
  SECURITY(AUTH, ADAT, PBSZ, PROT, CCC, MIC, CONF, ENC, SSCN),
  /** What moves no file and changes none: QUIT, NOOP, TYPE, CWD, PWD, FEAT … */
  SESSION(
      QUIT, NOOP, ABOR, CWD, CDUP, XCWD, XCUP, PWD, XPWD, TYPE, STRU, MODE, REST, RANG, SYST, HELP,
      FEAT, OPTS, LANG, CLNT, CSID, ALGS, ALLO, AVBL, PRET),
  /** RETR, and what tells of a file: SIZE, MDTM, HASH … */
  READ(RETR, SIZE, DSIZ, MDTM, HASH, MD5, MMD5, XMD5, XCRC, XSHA, XSHA1, XSHA256, XSHA384, XSHA512),
  /** DELE, RMD and the like. */
  DELETE(DELE, RMD, XRMD, RMDA),
  /** RNFR, RNTO. */
  RENAME(RNFR, RNTO),
  /** Whatever changes the server's files, {@link #DELETE} and {@link #RENAME} among it. */
  WRITE(Set.of(DELETE, RENAME), STOR, STOU, APPE, MKD, XMKD, MFMT, MFCT, MFF, COMB, CPFR, CPTO),
  /** LIST, NLST, MLSD, MLST, STAT. */
  LIST(Verb.LIST, NLST, MLSD, MLST, STAT),
  /** SITE, whatever its subcommand. */
  SITE(Verb.SITE),
  /** What administers a server: SITE, SMNT, MFF, which sets owners and rights. */
  ADMIN(Verb.SITE, SMNT, MFF),
  /** PORT and its kin, and the server's data connections. */
  ACTIVE(Operation.ACTIVE_DATA, PORT, EPRT, LPRT, SPOR),
  /** PASV and its kin, and the client's data connections. */
  PASSIVE(Operation.PASSIVE_DATA, PASV, EPSV, LPSV, SPSV, CPSV, P_SW, SPAS),
  /** EPRT, EPSV (RFC 2428), and lftp's CEPR, which changes what EPSV answers. */
  EXTENDED(EPRT, EPSV, CEPR),
  /** Verbs that the gateway does not know. */
  UNKNOWN(OTHER);

  @SuppressWarnings("ImmutableEnumChecker") // The set can't be modified, and it is no Guava one.
  private final Set<Operation> operations;

  VerbGroup(Verb... verbs) {
    this(Stream.empty(), verbs);
  }

  VerbGroup(Operation operation, Verb... verbs) {
    this(Stream.of(operation), verbs);
  }

  VerbGroup(Set<VerbGroup> groups, Verb... verbs) {
    this(groups.stream().flatMap(group -> group.operations.stream()), verbs);
  }

  VerbGroup(Stream<Operation> more, Verb... verbs) {
    Set<Operation> all = new LinkedHashSet<>();
    Stream.concat(Stream.of(verbs).map(Operation::of), more).forEach(all::add);
    this.operations = Collections.unmodifiableSet(all);
  }

  /** The name in rules: {@code read}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is in it. */
  public Set<Operation> operations() {
    return operations;
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
