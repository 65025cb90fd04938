package io.postern.event;

/** Why a connection to a data port was refused. */
public enum BlockReason {
  /** It came from another address than the one expected. */
  STRANGER,
  /** The pinhole had been used already. */
  USED
}
