package org.echodc.cli.recipe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as a recipe: read, or refused with a {@link RecipeException}; nothing else. */
class RecipeFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void parse(byte[] yaml) {
    try {
      Recipe recipe = Recipe.parse("a-file", yaml);
      recipe.settings().values().forEach(setting -> assertTrue(setting.value() != null));
    } catch (RecipeException e) {
      assertTrue(e.getMessage().startsWith("a-file:"), e.getMessage());
    }
  }
}
