package io.postern.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Bytes to a tree of YAML nodes. No object is made of what the file names. */
final class YamlText {

  /** A configuration is written by hand: more is a mistake, or an attack. */
  static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_DEPTH = 20;
  private static final int MOST_ALIASES = 10;

  private final Place file;
  private final int mostBytes;
  private final Problems problems;

  private YamlText(Place file, int mostBytes, Problems problems) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.problems = problems;
  }

  /** The root node; empty if the file is empty, or has a mistake, which is then told. */
  static Optional<Node> compose(Place file, byte[] content, Problems problems) {
    return compose(file, content, MOST_BYTES, problems);
  }

  /** The same, for a file of another size. */
  static Optional<Node> compose(Place file, byte[] content, int mostBytes, Problems problems) {
    YamlText reader = new YamlText(file, mostBytes, problems);
    return reader.decode(content).flatMap(reader::compose);
  }

  private Optional<String> decode(byte[] content) {
    if (content.length > mostBytes) {
      problems.mistake(file, "expected at most " + mostBytes / 1024 + "KiB, got more");
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer text = CharBuffer.allocate(content.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      problems.mistake(
          endOf(decoded),
          String.format("expected UTF-8 text, got the byte 0x%02X", content[bytes.position()]));
      return Optional.empty();
    }
    return Optional.of(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded);
  }

  private Optional<Node> compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MOST_DEPTH);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      return Optional.ofNullable(new Composer(parser, new Resolver(), options).getSingleNode());
    } catch (MarkedYAMLException e) {
      problems.mistake(place(e), "is not YAML: " + YamlHint.of(e));
    } catch (ReaderException e) {
      problems.mistake(
          endOf(text.substring(0, text.offsetByCodePoints(0, e.getPosition()))),
          String.format("expected text, got the control character U+%04X", e.getCodePoint()));
    } catch (YAMLException e) {
      problems.mistake(file, "is not YAML: " + Quote.bare(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Place place(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    return mark == null ? file : at(file, mark);
  }

  static Place at(Place file, Mark mark) {
    return new Place(file.file(), mark.getLine() + 1, mark.getColumn() + 1, file.key());
  }

  /** The place behind a text. */
  private Place endOf(String before) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String last = before.substring(before.lastIndexOf('\n') + 1);
    return new Place(file.file(), line, last.codePointCount(0, last.length()) + 1, file.key());
  }
}
