package org.echodc.cli.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.format.CifarFiles;
import org.echodc.data.picture.Pictures;
import org.echodc.environment.UserFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
  private static final String BUNDLED = "data: fashion-mnist-mini\n";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return InThisProcess.run(out, err, arguments);
  }

  private static Recipe parse(String yaml) {
    return Recipe.parse("r.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyRecipeSaysHowItsImagesAreAugmentedInTheEvaluation() {
    for (String name : RecipeCatalog.names()) {
      assertEquals(
          "color_crop_flip_scale_rotate", // not cutout: CutMix is on
          RecipeCatalog.open(name).settings().get("evaluation-augment").value(),
          name);
    }
  }

  @Test
  void valuesAreTextWithTheirPlaces() {
    Recipe recipe = parse("# comment\nipc: 10\n  \n\"data\": mnist\nevaluate: [dm, 'echo']\n");
    assertEquals(List.of("ipc", "data", "evaluate"), List.copyOf(recipe.settings().keySet()));
    assertEquals(new Recipe.Setting("10", "r.yaml:2:1"), recipe.settings().get("ipc"));
    assertEquals(new Recipe.Setting("mnist", "r.yaml:4:1"), recipe.settings().get("data"));
    assertEquals(new Recipe.Setting("dm,echo", "r.yaml:5:1"), recipe.settings().get("evaluate"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | r.yaml:1:1: a recipe is a list of lines 'option: value'",
        "'- ipc' | r.yaml:1:1: a recipe is a list of lines",
        "'ipc: 1\nipc: 2' | r.yaml:2:1: 'ipc' is there twice",
        "'seed: 1\nipc:' | r.yaml:2:5: 'ipc' takes a value",
        "'ipc: {a: 1}' | r.yaml:1:6: 'ipc' takes a value",
        "'ipc: [[1]]' | 'ipc' takes a value",
        "'ipc: *x' | 'ipc' takes a value",
        "'ipc: 1\n---\nipc: 2' | r.yaml:3:1: a recipe is a single YAML document",
        "'ipc: [1' | it is no YAML: while parsing a flow sequence, expected",
        "'ipc: 1\n  seed: 2' | r.yaml:2:7: it is no YAML",
      })
  void whatIsNoRecipeIsRefusedWithItsPlace(String yaml, String expected) {
    RecipeException e = assertThrows(RecipeException.class, () -> parse(yaml));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "icp: 3 | :2:1: unknown setting 'icp'; did you mean 'ipc'?",
        "learning_rate: 3 | :2:1: unknown setting 'learning_rate'; did you mean 'learning-rate'?",
        "output: /etc | :2:1: unknown setting 'output'; known: augment, data,",
        "resume: x | unknown setting 'resume'",
        "ipc: ten | :2:1: Invalid value for option '--ipc': 'ten' is not an int",
        "ipc: 0 | :2:1: --ipc must be 1 to 1000, not 0",
        "ipc: [1, 2] | :2:1: Invalid value for option '--ipc': '1,2' is not an int",
        "epochs: 1.5 | :2:1: Invalid value for option '--epochs'",
        "threads: 5000 | :2:1: --threads must be 1 to 1024, not 5000",
        "kernel: cosine | :2:1: Invalid value for option '--kernel'",
        "augment: blur | :2:1: Invalid value for option '--augment'",
        "evaluate: [echo, all] | :2:1: --evaluate knows random, initial, dm",
      })
  void wrongSettingsAreUsageErrorsWithTheirPlace(String line, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), BUNDLED + line + "\n");
    assertEquals(2, run("condense", "--recipe", file.toString(), "--output", folder + "/run"));
    assertTrue(err.toString().contains(expected), err.toString());
    assertTrue(!Files.exists(folder.resolve("run")), "a run directory was made");
  }

  @Test
  void aWrongOptionOnTheCommandLineIsNotBlamedOnTheRecipe() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), BUNDLED + "ipc: 1\n");
    for (String wrong : List.of("0", "ten")) {
      assertEquals(2, run("condense", "--recipe=" + file, "--ipc", wrong));
    }
    assertTrue(!err.toString().contains("my.yaml"), err.toString());
  }

  @Test
  void theCommandLineGoesBeforeTheRecipe() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"),
            BUNDLED
                + "ipc: 1\nwidth: 4\nreal-batch: 4\niterations: 9\ndevice: cpu\nevaluate: none\n");
    Path output = folder.resolve("run");
    int code =
        run(
            "condense",
            "--iterations=2",
            "--recipe",
            file.toString(),
            "--output",
            output.toString(),
            "--evaluate",
            "none");
    assertEquals(0, code, err::toString);
    List<String> lines = Files.readAllLines(output.resolve("recipe.yaml"));
    assertTrue(lines.containsAll(List.of("iterations: 2", "ipc: 1", "width: 4")), lines::toString);
  }

  @Test
  void aRecipeThatIsNotThereIsNamed() {
    assertEquals(1, run("condense", "--recipe", folder + "/no.yaml"));
    assertTrue(err.toString().contains("no.yaml cannot be read: no such file"), err.toString());
    assertEquals(2, run("condense", "--recipe", "minst-ipc10"));
    assertTrue(err.toString().contains("did you mean 'mnist-ipc10'?"), err.toString());
    assertEquals(2, run("condense", "--recipe"));
    assertTrue(err.toString().contains("Missing required parameter"), err.toString());
  }

  @Test
  void aFileTooLargeForARecipeIsNotRead() throws IOException {
    Path file = Files.write(folder.resolve("big.yaml"), new byte[1 << 17]);
    assertEquals(2, run("condense", "--recipe", file.toString()));
    assertTrue(err.toString().contains("more than 65536 bytes"), err.toString());
  }

  @ParameterizedTest
  @MethodSource("org.echodc.cli.recipe.RecipeCatalog#names")
  void shippedRecipesAreRightAndTheirDataSetsKnown(String name) {
    Recipe recipe = RecipeCatalog.open(name);
    String data = recipe.settings().get("data").value();
    String ipc = recipe.settings().get("ipc").value();
    assertEquals(data + "-ipc" + ipc, name);
    assertEquals(ipc, recipe.settings().get("learning-rate").value());
    assertTrue(DatasetCatalog.names().contains(data), data);

    // with an empty folder for its data, everything but the data is found right
    int code = run("condense", "--recipe", name, "--data-dir", folder.toString());
    assertEquals(1, code, err::toString);
    assertTrue(err.toString().contains("data set " + data + " is missing"), err.toString());
  }

  /** What the paper has the same everywhere, and what differs by the size of images. */
  @ParameterizedTest
  @MethodSource("org.echodc.cli.recipe.RecipeCatalog#names")
  void shippedRecipesAgreeWithThePaper(String name) {
    Map<String, Recipe.Setting> settings = RecipeCatalog.open(name).settings();
    Map<String, String> same =
        Map.of(
            "init", "mix",
            "objective", "echo",
            "kernel", "gaussian",
            "ipm", "5",
            "augment", "color_crop_cutout",
            "iterations", "10000",
            "evaluate", "random,initial,echo",
            "epochs", "1000",
            "repeats", "3");
    same.forEach((key, value) -> assertEquals(value, settings.get(key).value(), key));
    int size = settings.containsKey("image-size") ? number(settings, "image-size") : 32;
    assertEquals(size == 224 ? 3 : 2, number(settings, "factor"));
    if (settings.get("data").value().startsWith("imagenet")) {
      assertEquals("resnet-ap-10", settings.get("network").value());
    } else {
      assertEquals(128, number(settings, "width"));
      int features = size >> number(settings, "depth");
      assertTrue(features == 3 || features == 4, features + " rows of features");
    }
    if (size == 32) {
      assertEquals(128, number(settings, "real-batch"));
      assertEquals(200, number(settings, "synthetic-batch"));
    }
  }

  private static int number(Map<String, Recipe.Setting> settings, String key) {
    return Integer.parseInt(settings.get(key).value());
  }

  @Test
  void everyDataSetOfThePaperHasItsRecipes() {
    Map<String, List<String>> sizes =
        RecipeCatalog.names().stream()
            .map(name -> RecipeCatalog.open(name).settings())
            .collect(
                Collectors.groupingBy(
                    settings -> settings.get("data").value(),
                    Collectors.mapping(
                        settings -> settings.get("ipc").value(), Collectors.toList())));
    for (String name :
        List.of("mnist", "fashion-mnist", "svhn", "cifar-10", "cifar-100", "tiny-imagenet")) {
      assertEquals(List.of("1", "10", "50"), sizes.remove(name), name);
    }
    for (String name : List.of("imagenet-10", "imagenet-100")) {
      assertEquals(List.of("10", "20"), sizes.remove(name), name);
    }
    assertEquals(Map.of(), sizes);
  }

  @Test
  void aShippedRecipeRunsWhereTheDataIs() throws IOException {
    CifarFiles.writeCifar10(folder, 10);
    String recipe = small("cifar-10-ipc1", "--width 4");
    assertTrue(recipe.contains("data: cifar-10\n"), recipe);
    assertTrue(recipe.contains("learning-rate: 1.0\n"), recipe);
    assertTrue(recipe.contains("data-dir: " + folder), recipe);
  }

  @Test
  void aRecipeOfPicturesRunsAtAnotherSize() throws IOException {
    Pictures.writeImageNet10(folder, 10);
    String recipe = small("imagenet-10-ipc10", "--ipc 1 --image-size 32");
    assertTrue(recipe.contains("data: imagenet-10\n"), recipe);
    assertTrue(recipe.contains("image-size: 32\n"), recipe);
    assertTrue(recipe.contains("network: resnet-ap-10\n"), recipe);
    assertTrue(recipe.contains("factor: 3\n"), recipe);
    assertTrue(recipe.contains("learning-rate: 10.0\n"), recipe);
  }

  /** Runs a recipe on a little data, and returns the recipe that the run leaves. */
  private String small(String name, String options) throws IOException {
    Path output = folder.resolve("run");
    String line =
        "condense --recipe %s --data-dir %s --output %s --real-batch 4 --iterations 2"
            + " --epochs 1 --repeats 1 --evaluate echo --device cpu "
            + options;
    assertEquals(0, run(line.formatted(name, folder, output).strip().split(" ")), err::toString);
    return Files.readString(output.resolve("recipe.yaml"));
  }

  @Test
  void recipesAreListedAndPrinted() throws IOException {
    assertEquals(0, run("recipes"));
    for (String name : RecipeCatalog.names()) {
      assertTrue(out.toString().contains(name + " "), out.toString());
    }
    assertTrue(out.toString().contains("svhn: " + UserFolders.ofThisProcess().home()), "a place");
    assertTrue(out.toString().contains("train_32x32.mat and test_32x32.mat"), "the files");
    assertEquals(0, run("recipes", "cifar-100-ipc50"));
    assertTrue(out.toString().contains("learning-rate: 50\n"), out.toString());
    assertEquals(2, run("recipes", "cifar100-ipc50"));
    assertTrue(err.toString().contains("did you mean 'cifar-100-ipc50'?"), err.toString());

    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/org/echodc/cli/recipe/recipes"))) {
      assertEquals(
          RecipeCatalog.names().stream().map(name -> name + ".yaml").sorted().toList(),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"ipc,ipc,0", "ipc,icp,2", "ipc,pic,2", "abc,'',3", "'',ab,2", "kitten,sitting,3"})
  void distances(String a, String b, int expected) {
    assertEquals(expected, Suggestion.distance(a, b));
    assertEquals(expected, Suggestion.distance(b, a));
  }
}
