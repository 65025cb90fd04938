package io.postern.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes JSON Schemas from the tables of keys, for editors. */
public final class RulesSchema {

  private RulesSchema() {}

  /** The schema as JSON (draft-07, which the editors know); lines end in LF. */
  public static String json() {
    return json("Rules of Postern", RulesKeys.FILE);
  }

  /** The same of a file of rule tests. */
  public static String testsJson() {
    return json("Tests of rules of Postern", RuleTestsKeys.FILE);
  }

  private static String json(String title, Section file) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", title);
    schema.put("description", "Made from the table of keys in the code; a test holds it to that.");
    schema.putAll(file.schema());
    return Json.write(schema);
  }
}
