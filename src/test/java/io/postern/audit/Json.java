package io.postern.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads back a flat JSON object. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** The members as text, in their order; fails unless the line is one whole flat object. */
  static Map<String, String> parse(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      Map<String, String> members = new LinkedHashMap<>();
      expect(parser.nextToken() == JsonToken.START_OBJECT, line);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        expect(parser.nextToken().isScalarValue(), line);
        expect(members.put(name, parser.getText()) == null, line);
      }
      expect(parser.currentToken() == JsonToken.END_OBJECT, line);
      expect(parser.nextToken() == null, line);
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + line, e);
    }
  }

  private static void expect(boolean condition, String line) {
    if (!condition) {
      throw new AssertionError("not one flat object: " + line);
    }
  }
}
