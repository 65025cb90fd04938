package io.postern.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One of the Grafana dashboards in the folder {@code grafana}, in the classic JSON model. */
record Dashboard(String name, JsonNode json) {

  private static final Path FOLDER = Path.of("grafana");

  /** All of them. */
  static List<Dashboard> all() {
    return Stream.of("postern", "security").map(Dashboard::read).toList();
  }

  private static Dashboard read(String name) {
    try {
      Path file = FOLDER.resolve(name + ".json");
      return new Dashboard(name, new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The panels, those of text too. */
  List<JsonNode> panels() {
    return items(json.path("panels")).toList();
  }

  /** What the panels ask. */
  List<Query> panelQueries() {
    return panels().stream().flatMap(this::queries).toList();
  }

  /** What the marks on the time axis ask. */
  List<Query> annotationQueries() {
    return items(json.path("annotations").path("list"))
        .filter(annotation -> annotation.has("expr"))
        .map(annotation -> query(annotation.path("name"), annotation))
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private Stream<Query> queries(JsonNode panel) {
    return items(panel.path("targets")).map(target -> query(panel.path("title"), target));
  }

  private Query query(JsonNode title, JsonNode target) {
    return new Query(
        name + ", " + title.asText(),
        target.path("expr").asText(),
        target.path("instant").asBoolean());
  }

  /** The items of an array, or nothing. */
  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
