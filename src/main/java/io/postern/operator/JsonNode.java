package io.postern.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of JSON, as the admin port sends it. What is not there, or of another kind, is empty:
 * another version of the gateway may tell less, or more.
 */
public final class JsonNode {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MOST_DEPTH = 16;

  private final @Nullable Object value;

  private JsonNode(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads a document.
   *
   * @throws AdminFault if it is none
   */
  public static JsonNode parse(String text) throws AdminFault {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return new JsonNode(read(parser, 0));
    } catch (IOException e) {
      throw new AdminFault(
          AdminFault.Kind.UNREACHABLE,
          "what answers is no admin port of Postern: it sends no JSON");
    }
  }

  private static @Nullable Object read(JsonParser parser, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("too deep");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("nothing");
    }
    return switch (token) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      all.put(key, read(parser, depth + 1));
    }
    return all;
  }

  private static List<@Nullable Object> array(JsonParser parser, int depth) throws IOException {
    List<@Nullable Object> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all.add(read(parser, depth + 1));
    }
    return all;
  }

  /** The value of a key. */
  public JsonNode at(String key) {
    return new JsonNode(value instanceof Map<?, ?> map ? map.get(key) : null);
  }

  /** Its items. */
  public List<JsonNode> items() {
    List<JsonNode> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> items.add(new JsonNode(item)));
    }
    return items;
  }

  /** The text of a key, raw: for a terminal it must be cleaned. */
  public String text(String key) {
    return at(key).text();
  }

  /** Its text, raw. */
  public String text() {
    return value instanceof String text ? text : "";
  }

  /** The whole number of a key. */
  public long number(String key) {
    return at(key).value instanceof Double number ? number.longValue() : 0;
  }

  /** Whether a key is true. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(at(key).value);
  }
}
