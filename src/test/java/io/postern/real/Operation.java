package io.postern.real;

/** What a client does in one session. */
enum Operation {
  RETR,
  STOR,
  APPE,
  LIST,
  NLST,
  MLSD,
  /** REST and RETR: the rest of a file of which the client has the start. */
  REST,
  /** A transfer given up in its middle, then a whole one. */
  ABOR
}
