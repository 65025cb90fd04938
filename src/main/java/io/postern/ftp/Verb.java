package io.postern.ftp;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands that the gateway knows, by what they do to a session. */
public enum Verb {
  USER(Kind.LOGIN),
  PASS(Kind.LOGIN),
  ACCT(Kind.LOGIN),
  REIN(Kind.LOGIN),
  HOST(Kind.LOGIN),
  PASV(Kind.SET_UP),
  EPSV(Kind.SET_UP),
  PORT(Kind.SET_UP),
  EPRT(Kind.SET_UP),
  RETR(Kind.TRANSFER),
  STOR(Kind.TRANSFER),
  APPE(Kind.TRANSFER),
  STOU(Kind.TRANSFER),
  LIST(Kind.TRANSFER),
  NLST(Kind.TRANSFER),
  MLSD(Kind.TRANSFER),
  ABOR(Kind.PLAIN),
  STAT(Kind.PLAIN),
  QUIT(Kind.PLAIN),
  NOOP(Kind.PLAIN),
  CWD(Kind.PLAIN),
  CDUP(Kind.PLAIN),
  XCWD(Kind.PLAIN),
  XCUP(Kind.PLAIN),
  PWD(Kind.PLAIN),
  XPWD(Kind.PLAIN),
  MKD(Kind.PLAIN),
  XMKD(Kind.PLAIN),
  RMD(Kind.PLAIN),
  XRMD(Kind.PLAIN),
  DELE(Kind.PLAIN),
  RNFR(Kind.PLAIN),
  RNTO(Kind.PLAIN),
  SIZE(Kind.PLAIN),
  MDTM(Kind.PLAIN),
  MFMT(Kind.PLAIN),
  MFCT(Kind.PLAIN),
  MFF(Kind.PLAIN),
  MLST(Kind.PLAIN),
  REST(Kind.PLAIN),
  TYPE(Kind.PLAIN),
  STRU(Kind.PLAIN),
  MODE(Kind.PLAIN),
  ALLO(Kind.PLAIN),
  SMNT(Kind.PLAIN),
  SYST(Kind.PLAIN),
  HELP(Kind.PLAIN),
  SITE(Kind.PLAIN),
  FEAT(Kind.PLAIN),
  OPTS(Kind.PLAIN),
  LANG(Kind.PLAIN),
  CLNT(Kind.PLAIN),
  CSID(Kind.PLAIN),
  AVBL(Kind.PLAIN),
  RANG(Kind.PLAIN),
  XCRC(Kind.PLAIN),
  XMD5(Kind.PLAIN),
  XSHA1(Kind.PLAIN),
  XSHA(Kind.PLAIN),
  XSHA256(Kind.PLAIN),
  XSHA384(Kind.PLAIN),
  XSHA512(Kind.PLAIN),
  MD5(Kind.PLAIN),
  MMD5(Kind.PLAIN),
  HASH(Kind.PLAIN),
  /** Tells drftpd what the next PASV is for; curl sends it. */
  PRET(Kind.PLAIN),
  /** RFC 6384. */
  ALGS(Kind.PLAIN),
  /** The size of a tree. */
  DSIZ(Kind.PLAIN),
  /** Puts uploaded parts together. */
  COMB(Kind.PLAIN),
  CPFR(Kind.PLAIN),
  CPTO(Kind.PLAIN),
  /** Removes a directory with all that is in it. */
  RMDA(Kind.PLAIN),
  AUTH(Kind.SECURITY),
  ADAT(Kind.SECURITY),
  PBSZ(Kind.SECURITY),
  PROT(Kind.SECURITY),
  CCC(Kind.SECURITY),
  MIC(Kind.SECURITY),
  CONF(Kind.SECURITY),
  ENC(Kind.SECURITY),
  /** RFC 1639. */
  LPRT(Kind.UNSUPPORTED_SET_UP),
  /** RFC 1639. */
  LPSV(Kind.UNSUPPORTED_SET_UP),
  /** A single-port PASV that some servers have. */
  SPSV(Kind.UNSUPPORTED_SET_UP),
  /** A PASV for encrypted third-party transfers. */
  CPSV(Kind.UNSUPPORTED_SET_UP),
  /** Pure-FTPd's alias of PASV, made to get past inspecting firewalls. */
  P_SW(Kind.UNSUPPORTED_SET_UP),
  /** GridFTP's PASV for several stripes. */
  SPAS(Kind.UNSUPPORTED_SET_UP),
  /** GridFTP's PORT for several stripes. */
  SPOR(Kind.UNSUPPORTED_SET_UP),
  /** Makes the server name an address in its 229; lftp turns it on where FEAT has it. */
  CEPR(Kind.UNSUPPORTED_SET_UP),
  /** Turns round who is the TLS client of a data connection. */
  SSCN(Kind.UNSUPPORTED_SET_UP),
  /** Every other word of letters. */
  OTHER(Kind.PLAIN);

  /** What a verb does to a session. */
  public enum Kind {
    /** Changes who is logged in. */
    LOGIN,
    /** Announces a data connection. */
    SET_UP,
    /** Announces a data connection in a form that the gateway does not speak. */
    UNSUPPORTED_SET_UP,
    /** Uses a data connection. */
    TRANSFER,
    /** RFC 2228 security. */
    SECURITY,
    /** Nothing of these. */
    PLAIN
  }

  private static final Map<String, Verb> BY_NAME =
      Stream.of(values())
          .filter(verb -> verb != OTHER)
          .collect(Collectors.toUnmodifiableMap(Verb::text, verb -> verb));

  private final Kind kind;

  Verb(Kind kind) {
    this.kind = kind;
  }

  /** What this verb does to a session. */
  public Kind kind() {
    return kind;
  }

  /** The word on the wire, in capitals. */
  public String text() {
    return this == P_SW ? "P@SW" : name();
  }

  /** The value of the metric label: the verb in lower case, {@code other} for what is not known. */
  public String label() {
    return text().toLowerCase(Locale.ROOT);
  }

  /**
   * The verb of a word.
   *
   * @param word in capitals, folded from ASCII only
   * @return {@link #OTHER} if the gateway does not know the word
   */
  public static Verb of(String word) {
    return BY_NAME.getOrDefault(word, OTHER);
  }
}
