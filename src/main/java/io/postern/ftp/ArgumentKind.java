package io.postern.ftp;

/** What the argument of a command is, as far as {@link ArgumentChecks} treats it in its own way. */
enum ArgumentKind {
  USER,
  /** Also an account. */
  PASSWORD,
  /** The path is the whole argument. */
  PATH,
  /** Words may stand before the path: options, a time, a quotation mark. */
  WORDS_AND_PATH,
  /** Anything that the server takes; often with a path. */
  SITE,
  /** The gateway does not know the verb. */
  UNKNOWN,
  /** There is none. */
  NONE,
  /** A number, a name or a list of them, in ASCII. */
  WORDS,
  /** A form that has a parser of its own, or a token of RFC 2228, whatever it looks like. */
  OTHER_FORM;

  static ArgumentKind of(Verb verb) {
    return switch (verb.kind()) {
      case UNSUPPORTED_SET_UP -> OTHER_FORM;
      case SECURITY -> security(verb);
      case SET_UP -> verb == Verb.PASV ? NONE : OTHER_FORM;
      default -> plain(verb);
    };
  }

  boolean hasPath() {
    return this == PATH || this == WORDS_AND_PATH;
  }

  private static ArgumentKind security(Verb verb) {
    return switch (verb) {
      case ADAT, MIC, CONF, ENC -> OTHER_FORM;
      case CCC -> NONE;
      default -> WORDS;
    };
  }

  private static ArgumentKind plain(Verb verb) {
    return switch (verb) {
      case USER -> USER;
      case PASS, ACCT -> PASSWORD;
      case SITE -> SITE;
      case OTHER -> UNKNOWN;
      case RETR, STOR, APPE, STOU, MLSD, MLST, CWD, XCWD, MKD, XMKD, RMD, XRMD, RMDA -> PATH;
      case DELE, RNFR, RNTO, SIZE, DSIZ, AVBL, HASH, MD5, CPFR, CPTO, SMNT -> PATH;
      case LIST, NLST, STAT, MDTM, MFMT, MFCT, MFF, PRET, MMD5, COMB -> WORDS_AND_PATH;
      case XCRC, XMD5, XSHA, XSHA1, XSHA256, XSHA384, XSHA512 -> WORDS_AND_PATH;
      case ABOR, CDUP, XCUP, PWD, XPWD, QUIT, REIN, SYST, FEAT, NOOP -> NONE;
      default -> WORDS;
    };
  }
}
