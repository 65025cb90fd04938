package io.postern.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads an audit log line by line. A line that can't be read (cut off, not JSON, overlong) is told
 * and passed over; memory is bounded by one line. For one thread.
 */
public final class AuditReader implements Closeable {

  /** Six texts of {@link JsonLine#MAX_TEXT}, all of it escaped, and room. */
  private static final int MAX_LINE_BYTES = 256 << 10;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
          .build();

  /**
   * A line that can't be read.
   *
   * @param place {@code FILE:LINE}
   * @param reason one line for people; nothing that stands in the file
   */
  public record Unreadable(String place, String reason) {

    @Override
    public String toString() {
      return place + ": " + reason;
    }
  }

  private final String source;
  private final InputStream in;
  private final Consumer<Unreadable> unreadable;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long number;
  private boolean overlong;

  /**
   * A reader.
   *
   * @param source the name of the file
   * @param in is closed with the reader
   * @param unreadable is told of what can't be read
   */
  public AuditReader(String source, InputStream in, Consumer<Unreadable> unreadable) {
    this.source = source;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.unreadable = unreadable;
  }

  /** The next line that can be read; empty at the end. Empty lines are passed over. */
  public Optional<AuditLine> next() throws IOException {
    while (readLine()) {
      Optional<AuditLine> line = overlong ? refuse("longer than any line of ours") : parse();
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  /** How many lines were read so far, also those that can't be read. */
  public long lines() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean readLine() throws IOException {
    bytes.reset();
    overlong = false;
    int next = in.read();
    if (next < 0) {
      return false;
    }
    number++;
    for (; next >= 0 && next != '\n'; next = in.read()) {
      overlong |= bytes.size() == MAX_LINE_BYTES;
      if (!overlong) {
        bytes.write(next);
      }
    }
    return true;
  }

  private Optional<AuditLine> parse() {
    byte[] line = bytes.toByteArray();
    if (isBlank(line)) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return refuse("not a JSON object");
      }
      Map<String, String> fields = fields(parser);
      return parser.nextToken() == null
          ? Optional.of(new AuditLine(source, number, fields))
          : refuse("more than one JSON object");
    } catch (IOException e) {
      return refuse("cut off, or not JSON");
    }
  }

  private static Map<String, String> fields(JsonParser parser) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(key, parser.getText());
      }
    }
    return fields;
  }

  private Optional<AuditLine> refuse(String reason) {
    unreadable.accept(new Unreadable(source + ":" + number, reason));
    return Optional.empty();
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
