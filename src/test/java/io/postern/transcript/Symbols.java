package io.postern.transcript;

import io.postern.ftp.AddressLiteral;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses and ports of one performance: {@code {client}}, {@code {gateway}} (as the client
 * sees it), {@code {gateway-inside}} (as the server does), {@code {server}}, {@code {elsewhere}} (a
 * third party), {@code {client-port}} and {@code {server-port}} (where they wait for data
 * connections), {@code {pinhole}}. With a comma, {@code {client,}}, in the form of PORT and 227.
 */
final class Symbols {

  private static final Pattern SYMBOL = Pattern.compile("\\{([a-z-]+,?)}");
  private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");

  private final Map<String, String> values = new HashMap<>();

  void address(String name, InetAddress address) {
    values.put(name, AddressLiteral.format(address));
    values.put(name + ",", AddressLiteral.format(address).replace('.', ','));
  }

  void port(String name, int port) {
    values.put(name, Integer.toString(port));
    values.put(name + ",", (port >> 8) + "," + (port & 0xff));
  }

  /** The text with the values in place of the symbols. */
  String fill(String text) {
    String repeated = REPEATED.matcher(text).replaceAll(Symbols::repeat);
    return SYMBOL.matcher(repeated).replaceAll(this::value);
  }

  /** The text with the values in place of the symbols that there are; others stay. */
  String fillKnown(String text) {
    return SYMBOL
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
  }

  private static String repeat(MatchResult match) {
    return Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2))));
  }

  private String value(MatchResult match) {
    String value = values.get(match.group(1));
    if (value == null) {
      throw new AssertionError("there is no symbol " + match.group());
    }
    return Matcher.quoteReplacement(value);
  }
}
