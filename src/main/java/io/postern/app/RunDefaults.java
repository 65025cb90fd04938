package io.postern.app;

import io.postern.config.SettingsOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the defaults that {@code --help} shows from the settings that have them. */
final class RunDefaults implements IDefaultValueProvider {

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    List<String> names =
        argument instanceof OptionSpec option ? List.of(option.names()) : List.of();
    for (SettingsOptions each : SettingsOptions.values()) {
      if (names.contains(each.option()) && each != SettingsOptions.TO) {
        return each.defaultText();
      }
    }
    return null;
  }
}
