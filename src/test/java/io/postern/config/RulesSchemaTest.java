package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.postern.testing.ProfileCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped schemas are the generated ones, and say what the parser does. To write them anew:
 * {@code mvn test -Dtest=RulesSchemaTest -Dpostern.schema=write}.
 */
class RulesSchemaTest {

  private static final Path RULES = ProfileCopy.SHIPPED.resolve("rules.schema.json");
  private static final Path TESTS = ProfileCopy.SHIPPED.resolve("rules-tests.schema.json");

  static List<String> profiles() {
    return ProfileCopy.names();
  }

  private static List<String> told(String schema, String yaml) {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema, InputFormat.JSON);
    return compiled.validate(CoreYaml.json(yaml)).stream().map(Object::toString).toList();
  }

  /** What an editor says of a rules file. */
  static List<String> told(String rules) {
    return told(RulesSchema.json(), rules);
  }

  @Test
  void shippedSchemas_areTheGeneratedOnes() throws Exception {
    if ("write".equals(System.getProperty("postern.schema"))) {
      Files.writeString(RULES, RulesSchema.json());
      Files.writeString(TESTS, RulesSchema.testsJson());
    }
    String how = "written anew by: mvn test -Dtest=RulesSchemaTest -Dpostern.schema=write";
    assertThat(Files.readString(RULES)).as(how).isEqualTo(RulesSchema.json());
    assertThat(Files.readString(TESTS)).as(how).isEqualTo(RulesSchema.testsJson());
  }

  @Test
  void schemas_areSchemas() {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(com.networknt.schema.SchemaLocation.of(VersionFlag.V7.getId()));
    assertThat(meta.validate(RulesSchema.json(), InputFormat.JSON)).isEmpty();
    assertThat(meta.validate(RulesSchema.testsJson(), InputFormat.JSON)).isEmpty();
    assertThat(meta.validate(JsonNodeFactory.instance.objectNode().put("type", "objekt")))
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_andItsCases_areRight(String profile) throws Exception {
    Path cases = ProfileCopy.SHIPPED.resolve("tests").resolve(profile);
    assertThat(told(Files.readString(ProfileCopy.SHIPPED.resolve(profile)))).isEmpty();
    assertThat(told(RulesSchema.testsJson(), Files.readString(cases))).isEmpty();
    assertThat(Files.readString(cases))
        .startsWith("# yaml-language-server: $schema=../rules-tests.schema.json\n");
  }

  /** All that a file may have: the parser takes it, and so does the schema. */
  @Test
  void everyKey_isRightInBoth() throws Exception {
    Path file = Path.of("src/test/resources/rules/every-key.yaml");
    String text = Files.readString(file);
    assertThat(RulesFile.load(file).rules().rules()).isNotEmpty();
    assertThat(told(text)).isEmpty();
    for (RuleKey<?> key : RulesReference.keys()) {
      assertThat(text).containsPattern("(?<![a-z-])" + key.name() + ":");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules: ../a.yaml\ncases: [{name: a, expect: {verdict: alow}}]",
        "rules: ../a.yaml\ncases: [{name: a, expect: {}}]",
        "rules: ../a.yaml\ncases: [{nam: a, expect: {verdict: allow}}]",
        "rules: ../a.yaml\ncases: [{name: a, given: {mode: pasv}, expect: {verdict: allow}}]",
        "cases: []"
      })
  void mistakeInCases_failsTheirSchema(String text) {
    assertThat(told(RulesSchema.testsJson(), text)).isNotEmpty();
  }
}
