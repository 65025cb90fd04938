package io.postern.net;

/** What a listener's clients speak ({@code listeners[].protocol}). */
public enum ListenerProtocol {
  /** FTP: read, and ruled command by command. */
  FTP,
  /** Anything: relayed byte for byte. */
  TCP,
  /** SSH, and with it SFTP and SCP: relayed once both sides have said so. */
  SSH,
  /** HTTP: relayed byte for byte. */
  HTTP
}
