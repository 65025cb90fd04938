package io.postern.session;

import io.postern.ftp.Deviation;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.PrivateData;

/** The replies that the gateway makes itself. None repeats anything that a peer sent. */
final class Replies {

  static final Reply SYNTAX = Reply.of(500, "Syntax error: this is not a command.");
  static final Reply FOREIGN = Reply.of(500, "This port speaks FTP.");
  static final Reply TOO_LONG = Reply.of(500, "Line too long; closing the control connection.");
  static final Reply BARE_CR = Reply.of(501, "A CR inside a line is not allowed.");
  static final Reply BARE_LF = Reply.of(501, "A line ends in CR LF.");
  static final Reply NUL = Reply.of(501, "A NUL inside a line is not allowed.");
  static final Reply PIPELINED = Reply.of(503, "Wait for the reply before the next command.");
  static final Reply INTERRUPTED = Reply.of(503, "Finish the sequence of commands first.");
  static final Reply AFTER_QUIT = Reply.of(503, "QUIT is the last command.");
  static final Reply USER_TOO_LONG = Reply.of(501, "The user name is too long.");
  static final Reply PASSWORD_TOO_LONG = Reply.of(501, "The password is too long.");
  static final Reply ARGUMENT_TOO_LONG = Reply.of(501, "The argument is too long.");
  static final Reply NO_ARGUMENT = Reply.of(501, "This command takes no argument.");
  static final Reply CONTROL_CHARACTER =
      Reply.of(501, "Control characters are not allowed in arguments.");
  static final Reply NON_ASCII = Reply.of(501, "Only ASCII characters are allowed here.");
  static final Reply NOT_UTF_8 = Reply.of(501, "Paths are written in UTF-8.");
  static final Reply FORMAT_STRING =
      Reply.of(501, "Rows of format conversions are not allowed in arguments.");
  static final Reply REPLY_IN_ARGUMENT =
      Reply.of(501, "Replies of a server are not allowed in arguments.");
  static final Reply WILDCARDS = Reply.of(501, "Too many wildcards.");
  static final Reply DOTS = Reply.of(550, "Paths with .. are not allowed here; use CDUP.");
  static final Reply ABOVE_ROOT = Reply.of(550, "The path leads above the root.");
  static final Reply UNKNOWN = Reply.of(502, "Command not allowed here.");
  static final Reply NOT_LOGGED_IN = Reply.of(530, "Log in with USER and PASS first.");
  static final Reply NO_SUCH_SET_UP =
      Reply.of(502, "Not supported here; use PASV, EPSV, PORT or EPRT.");
  static final Reply NO_TLS = Reply.of(534, "TLS is not offered on this port.");
  static final Reply NO_SECURITY = Reply.of(503, "No security exchange is in progress.");
  static final Reply AUTH_TAKEN = Reply.of(234, "Begin TLS.");
  static final Reply TLS_REQUIRED = Reply.of(530, "Only under TLS: send AUTH TLS first.");
  static final Reply TLS_ALREADY = Reply.of(503, "This control channel is under TLS already.");
  static final Reply OTHER_MECHANISM = Reply.of(504, "Only AUTH TLS is offered.");
  static final Reply NO_SERVER_TLS_NOW = Reply.of(534, "The FTP server does not offer TLS.");
  static final Reply NO_SERVER_TLS =
      Reply.of(421, "The FTP server can't be spoken to under TLS; try again later.");
  static final Reply PBSZ_TAKEN = Reply.of(200, "PBSZ=0");
  static final Reply PBSZ_SYNTAX = Reply.of(501, "PBSZ takes a number.");
  static final Reply PROT_TAKEN = Reply.of(200, "Data connections are protected so.");
  static final Reply PROT_SYNTAX = Reply.of(504, "PROT takes P or C.");
  static final Reply PROT_UNSUPPORTED = Reply.of(536, "TLS has PROT P and PROT C only.");
  static final Reply PROT_TOO_LOW = PrivateData.TOO_LOW;
  static final Reply PROT_REQUIRED = PrivateData.REQUIRED;
  static final Reply NOT_UNDER_TLS = Reply.of(533, "This control channel is not under TLS.");
  static final Reply CCC_REFUSED = Reply.of(534, "The control channel stays under TLS.");
  static final Reply CCC_TAKEN = Reply.of(200, "The control channel goes on in the clear.");
  static final Reply NO_REIN = Reply.of(502, "REIN would end TLS; quit and connect again.");
  static final Reply OTHER_HOST = Reply.of(504, "TLS was begun for another host.");
  static final Reply TRUNCATED =
      Reply.of(426, "The data connection ended without the end of its TLS; transfer aborted.");
  static final Reply DATA_TLS_FAILED =
      Reply.of(425, "TLS could not be begun on the data connection.");
  static final Reply NOT_RESUMED =
      Reply.of(522, "The data connection must resume the TLS session of the control channel.");
  static final Reply ONLY_PASSIVE = Reply.of(502, "Only passive mode here; use PASV or EPSV.");
  static final Reply ONLY_ACTIVE = Reply.of(502, "Only active mode here; use PORT or EPRT.");
  static final Reply NO_EPSV_ALL =
      Reply.of(504, "EPSV ALL is not possible where data connections are translated.");
  static final Reply NO_SUCH_FORM = Reply.of(500, "The FTP server takes no such data connection.");
  static final Reply ALGS_NONE = Reply.of(216, "NONE");
  static final Reply ALGS_EPSV_AND_EPRT = Reply.of(216, "EPSVEPRT");
  static final Reply ALGS_SYNTAX = Reply.of(501, "ALGS takes STATUS64, ENABLE64 or DISABLE64.");
  static final Reply ALGS_PARAMETER = Reply.of(504, "ALGS takes STATUS64, ENABLE64 or DISABLE64.");
  static final Reply EPSV_ALL = Reply.of(503, "EPSV ALL is in force; only EPSV is allowed.");
  static final Reply PORT_SYNTAX = Reply.of(501, "PORT takes h1,h2,h3,h4,p1,p2.");
  static final Reply EPRT_SYNTAX = Reply.of(501, "EPRT takes |family|address|port|.");
  static final Reply EPSV_SYNTAX = Reply.of(501, "EPSV takes nothing, 1, 2 or ALL.");
  static final Reply FOREIGN_ADDRESS =
      Reply.of(500, "Illegal address: data connections go to the client itself.");
  static final Reply LOW_PORT = Reply.of(504, "Illegal port: ports below 1024 are not allowed.");
  static final Reply ONLY_IPV4 = Reply.of(522, "Network protocol not supported, use (1)");
  static final Reply ONLY_IPV6 = Reply.of(522, "Network protocol not supported, use (2)");
  static final Reply PASV_OVER_IPV6 = Reply.of(425, "PASV is for IPv4 only; use EPSV.");
  static final Reply BAD_SET_UP_REPLY =
      Reply.of(425, "The server's answer names no usable data connection.");
  static final Reply NO_PINHOLE = Reply.of(425, "Can't open a data connection now; try again.");
  static final Reply TOO_MANY_DATA =
      Reply.of(425, "Too many data connections are still open; end one and try again.");
  static final Reply NOT_CONNECTED = Reply.of(425, "The data connection was not made in time.");
  static final Reply UNREACHABLE =
      Reply.of(425, "The other end of the data connection can't be reached.");
  static final Reply SET_UP_GONE =
      Reply.of(425, "The data connection is gone; announce a new one.");
  static final Reply STALLED = Reply.of(426, "The data connection stood still; transfer aborted.");
  static final Reply TOO_LARGE = Reply.of(552, "The file is larger than allowed.");
  static final Reply IDLE = Reply.of(421, "Idle for too long; closing the control connection.");
  static final Reply LOGIN_TIMEOUT =
      Reply.of(421, "No login in time; closing the control connection.");
  static final Reply GREETING_TIMEOUT =
      Reply.of(421, "The FTP server does not answer; try again later.");
  static final Reply SERVER_GONE = Reply.of(421, "The FTP server closed the connection.");
  static final Reply TOO_MANY_PENDING =
      Reply.of(421, "Too many commands at once; closing the control connection.");
  static final Reply TOO_MUCH_HELD =
      Reply.of(421, "The gateway has too much to keep; closing the control connection.");
  static final Reply TOO_MANY_BAD =
      Reply.of(421, "Too many malformed commands; closing the control connection.");
  static final Reply PROTOCOL =
      Reply.of(421, "Protocol violation; closing the control connection.");
  static final Reply SERVER_PROTOCOL =
      Reply.of(421, "The FTP server broke the protocol; closing the control connection.");
  static final Reply TOO_MANY_SESSIONS = Reply.of(421, "Too many sessions; try again later.");
  static final Reply TOO_MANY_OF_USER =
      Reply.of(421, "Too many sessions of this user; try again later.");
  static final Reply TOO_MANY_TRANSFERS =
      Reply.of(450, "Too many transfers at once; try again later.");
  static final Reply TOO_FAST = Reply.of(450, "Too many commands; slow down and try again.");
  static final Reply BANNED =
      Reply.of(421, "Too many failed logins; closing the control connection.");
  static final Reply KICKED = Reply.of(421, "The session was ended by an operator.");
  static final Reply STOPPING = Reply.of(421, "The gateway is stopping; try again later.");

  static final Reply WELCOME = Reply.of(220, "FTP gateway ready; log in with USER user@host.");
  static final Reply WELCOME_USER =
      Reply.of(220, "FTP gateway ready; log in to it first, then with USER user@host.");
  static final Reply READY = Reply.of(220, "FTP gateway ready.");
  static final Reply HELP = Reply.of(214, "This is a gateway: log in with USER and PASS.");
  static final Reply NO_SUCH_HOST =
      Reply.of(530, "Can't reach the FTP server: its host name has no address.");
  static final Reply TARGET_REFUSED = Reply.of(530, "That server is not allowed here.");
  static final Reply TOO_MANY_LOGINS = Reply.of(421, "Too many logins at once; try again later.");
  static final Reply NO_MORE_SERVERS =
      Reply.of(421, "Too many servers tried; closing the control connection.");
  static final Reply LOGIN_SYNTAX =
      Reply.of(501, "USER takes user@host or user@host:port; an IPv6 address in brackets.");
  static final Reply SITE_SYNTAX =
      Reply.of(501, "Name the server as host or host:port; an IPv6 address in brackets.");
  static final Reply NO_SERVER =
      Reply.of(530, "Name the server first: USER user@host, SITE host or OPEN host.");
  static final Reply PROXY_FIRST =
      Reply.of(530, "Log in to the gateway first, with USER and PASS.");
  static final Reply USER_FIRST = Reply.of(503, "USER comes first.");
  static final Reply PROXY_PASSWORD = Reply.of(331, "Password for the gateway required.");
  static final Reply PASSWORDS_WITH_COMMA =
      Reply.of(331, "Passwords required, as PASS gateway,server.");
  static final Reply PASSWORDS_WITH_AT =
      Reply.of(331, "Passwords required, as PASS server@gateway.");
  static final Reply PASSWORD = Reply.of(331, "Password for the server required.");
  static final Reply PROXY_ACCOUNT = Reply.of(332, "Password for the gateway required, with ACCT.");
  static final Reply PROXY_LOGGED_IN =
      Reply.of(230, "Logged in to the gateway; now USER user@host, SITE host or OPEN host.");
  static final Reply NOW_USER = Reply.of(230, "Logged in to the gateway; now USER for the server.");
  static final Reply PROXY_REFUSED = Reply.of(530, "Not logged in to the gateway.");
  static final Reply NOW_LOG_IN = Reply.of(200, "Now log in with USER and PASS.");
  static final Reply ACCOUNT_WANTED =
      Reply.of(530, "The server wants an account, which this kind of login can't tell it.");
  static final Reply RECONNECT = Reply.of(530, "This session has its server; connect again.");
  static final Reply BYE = Reply.of(221, "Goodbye.");
  static final Reply NO_FEATURES = Reply.of(211, "No features before a server is named.");
  static final Reply NO_FEATURES_YET = Reply.of(502, "No features yet.");
  static final Reply HOW_TO =
      Reply.of(214, "This is a gateway: USER user@host:port, SITE host:port or OPEN host:port.");
  static final Reply NOTED = Reply.of(200, "OK.");
  static final Reply SYSTEM = Reply.of(215, "UNIX Type: L8");
  static final Reply NO_OPTION = Reply.of(501, "No options before a server is named.");

  private Replies() {}

  /** What is wrong with an argument ({@link io.postern.ftp.ArgumentChecks}). */
  static Reply toArgument(Deviation deviation) {
    return switch (deviation) {
      case USER_TOO_LONG -> USER_TOO_LONG;
      case PASSWORD_TOO_LONG -> PASSWORD_TOO_LONG;
      case PATH_TOO_LONG, SITE_TOO_LONG -> ARGUMENT_TOO_LONG;
      case SURPLUS_ARGUMENT -> NO_ARGUMENT;
      case CONTROL_CHARACTER -> CONTROL_CHARACTER;
      case NON_ASCII -> NON_ASCII;
      case MALFORMED_UTF_8 -> NOT_UTF_8;
      case FORMAT_STRING -> FORMAT_STRING;
      case REPLY_IN_ARGUMENT -> REPLY_IN_ARGUMENT;
      case TOO_MANY_WILDCARDS -> WILDCARDS;
      case DOT_DOT_PATH -> DOTS;
      case PATH_ABOVE_ROOT -> ABOVE_ROOT;
      default -> throw new IllegalArgumentException(deviation + " is not one of arguments");
    };
  }

  /** The client's PORT or EPRT was taken. */
  static Reply taken(Verb setUp) {
    return Reply.of(200, setUp.text() + " command successful.");
  }

  /** The server can't be reached; the reason is ours, not a peer's. */
  static Reply unreachable(String reason) {
    return Reply.of(421, "Can't reach the FTP server: " + reason + ".");
  }

  /** The same where the client may name another server. */
  static Reply notReached(String reason) {
    return Reply.of(530, "Can't reach the FTP server: " + reason + ".");
  }

  /** To a client that has named its server: the reason is about that, and nothing else. */
  static Reply noServerTls(String reason) {
    return Reply.of(421, "The FTP server can't be spoken to under TLS: " + reason + ".");
  }
}
