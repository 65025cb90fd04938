package io.postern.transcript;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A behaviour as a data file: what each side sends, and exactly what each side then sees.
 *
 * <pre>
 * # comment
 * rows A1 RFC2577                 the rows of the specification that it stands for
 * set idle 300ms                  a setting
 * pure-only REASON                needs virtual time, or what sockets can't show
 * use login                       the steps of parts/login.txt
 *
 * R&gt; default: deny                a line of the rules file
 * C&gt; PASV                         the client sends a line (CR LF is added; a last \c leaves it out)
 * C+ PASV                         the same, in one segment with what the next C&gt; sends
 * C^ \xff\xf2\c                   the same, with the last byte as TCP urgent data
 * &gt;S PASV                         the server sees exactly this line
 * S&gt; 227 ({server,},{server-port,})
 * &gt;C 530 *                        the client sees a line; * stands for any text
 * S! connect                      the server leg stands; also: refuse, time-out, close, reset,
 *                                 half-close, refuse-data; C! close, reset, half-close
 * !C closed                       the client sees the end of its connection
 * P&gt; open passive PASV from {client} to {server}:{server-port}
 * P&gt; opened                       the pinhole stands; {pinhole} is its port from here
 * P&gt; failed ports exhausted       it can't be opened
 * P&gt; stranger                     somebody else tries the port: refused
 * P&gt; accepted                     the expected peer connects
 * P&gt; ended completed 5 0          the data connection carried 5 bytes to the server, 0 to the client
 * P&gt; close rejected               an unused pinhole is gone
 * P&gt; abort                        the gateway resets the data connection
 * F&gt; connect anna@host:21         the session wants this server; also: check USER PASSWORD, right,
 *                                 wrong
 * T&gt; 30s                          time passes
 * G! drain                        the gateway is told to stop; also: stop
 * E&gt; deviation bare-lf log        an event was published
 * X&gt; quit                         the session is over, with this outcome
 * </pre>
 *
 * <p>Escapes: {@code \r \n \t \0 \xff \\ \*}; {@code {a*300}} is 300 times {@code a}; addresses and
 * ports are symbols ({@link Symbols}). All that was caused must have been seen before a side sends
 * again, and nothing may be left at the end.
 *
 * @param name the file's name without its ending: the behaviour
 * @param rows what it stands for
 * @param pureOnly why it can't be performed over sockets; empty if it can
 */
record Transcript(
    String name, Set<String> rows, Optional<String> pureOnly, Setup setup, List<Step> steps) {

  @Override
  public String toString() {
    return name;
  }
}
