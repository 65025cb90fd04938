package io.postern.config;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration of one listener, from the command line. It reads no YAML, and knows the same
 * types, defaults and checks as a file does.
 */
public enum SettingsOptions {
  /** {@code listeners[].server}. */
  TO("--to", Keys.SERVER),
  /** {@code listeners[].listen}. */
  LISTEN("--listen", Keys.LISTEN),
  /** {@code listeners[].data-ports}. */
  DATA_PORTS("--data-ports", Keys.DATA_PORTS),
  /** {@code listeners[].advertise}. */
  ADVERTISE("--advertise", Keys.ADVERTISE),
  /** {@code rules.file}. */
  RULES("--rules", Keys.RULES_FILE),
  /** {@code admin.listen}. */
  ADMIN("--admin", AdminKeys.LISTEN),
  /** {@code admin.token-file}. */
  TOKEN_FILE("--token-file", AdminKeys.TOKEN),
  /** {@code metrics.listen}. */
  METRICS("--metrics", AdminKeys.METRICS),
  /** {@code audit.file}. */
  AUDIT("--audit", Keys.AUDIT);

  private final String option;

  @SuppressWarnings("ImmutableEnumChecker") // a key has no state
  private final Key<?> key;

  SettingsOptions(String option, Key<?> key) {
    this.option = option;
    this.key = key;
  }

  /** How it is written on the command line. */
  public String option() {
    return option;
  }

  /** Its default as text; empty if it must be given. */
  public String defaultText() {
    return key.defaultText();
  }

  /** Whether it can stand beside a file: what is not of one listener wins over the file's. */
  public boolean goesWithFile() {
    return !key.path().startsWith(Keys.LISTENERS);
  }

  /**
   * Settings with one listener.
   *
   * @param given the texts of the options that are given
   * @throws ConfigException with every mistake; its keys are the names of the options
   */
  public static LoadedSettings parse(Map<SettingsOptions, String> given) throws ConfigException {
    Problems problems = new Problems();
    Map<Key<?>, String> names =
        Stream.of(values()).collect(Collectors.toMap(each -> each.key, SettingsOptions::option));
    Values root = new Values(new Place("", 0, 0, ""), names);
    Values listener = root.addItem(Keys.LISTENERS, new Place("", 0, 0, ""));
    given.forEach((each, text) -> each.read(text, each.goesWithFile() ? root : listener, problems));
    return Assembly.assemble(root, problems);
  }

  void read(String text, Values values, Problems problems) {
    values.read(key, new Place("", 0, 0, option), text, problems);
  }
}
