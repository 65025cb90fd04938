package io.postern.ftp;

import java.util.Locale;

/** Which way a transfer's bytes go. */
public enum Direction {
  /** From the client to the server: STOR, APPE, STOU. */
  UPLOAD,
  /** From the server to the client: RETR. */
  DOWNLOAD,
  /** A directory from the server to the client: LIST, NLST, MLSD. */
  LISTING;

  /** The direction of a transfer command. */
  public static Direction of(Verb verb) {
    return switch (verb) {
      case STOR, APPE, STOU -> UPLOAD;
      case RETR -> DOWNLOAD;
      default -> LISTING;
    };
  }

  /** The name in metrics and the audit log: {@code upload}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
