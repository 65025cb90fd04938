package io.postern.ftp;

/**
 * How long lines and replies may be.
 *
 * @param lineBytes a command line without its end ({@code limits.line-bytes})
 * @param securityLineBytes a line of ADAT, MIC, CONF or ENC, which carry tokens (RFC 2228; {@code
 *     limits.security-line-bytes}); below lineBytes it has no effect
 * @param replyBytes a whole reply with all its lines ({@code limits.reply-bytes})
 * @param telnetOptions Telnet options of one side of a session, each byte of a subnegotiation
 *     counted; also how many Telnet commands of two bytes one line may hold ({@code
 *     limits.telnet-options})
 */
public record LineLimits(int lineBytes, int securityLineBytes, int replyBytes, int telnetOptions) {

  /** 8 KiB, 64 KiB, 1 MiB, 100. */
  public static final LineLimits DEFAULT = new LineLimits(8 * 1024, 64 * 1024, 1024 * 1024, 100);
}
