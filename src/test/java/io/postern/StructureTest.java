package io.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of packages tells what {@link ArchitectureTest} holds. */
class StructureTest {

  private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| .* \\| (.*) \\|");
  private static final Pattern NAME = Pattern.compile("[a-z.]+");

  @Test
  void packages_andWhatTheyMayImport_areThoseOfTheTest() throws IOException {
    Map<String, Set<String>> told = new HashMap<>();
    for (String line : structure()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        names(row.group(1)).forEach(name -> told.put(name, imports(name, row.group(2))));
      }
    }
    assertThat(told).isEqualTo(ArchitectureTest.MAY_USE);
  }

  private static Set<String> imports(String of, String cell) {
    if (!cell.equals("all")) {
      return names(cell);
    }
    Set<String> others = new HashSet<>(ArchitectureTest.MAY_USE.keySet());
    others.remove(of);
    return others;
  }

  private static Set<String> names(String cell) {
    return Set.copyOf(NAME.matcher(cell).results().map(MatchResult::group).toList());
  }

  private static List<String> structure() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .dropWhile(line -> !line.equals("## Structure"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }
}
