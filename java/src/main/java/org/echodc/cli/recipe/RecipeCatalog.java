package org.echodc.cli.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echodc.report.ReportException;
import org.echodc.text.Text;

/** The recipes that come with the program, and those in files. */
public final class RecipeCatalog {
  private static final int MAX_BYTES = 1 << 16;

  /** Each is a resource {@code recipes/NAME.yaml}. */
  private static final List<String> NAMES =
      List.of(
          "mnist-ipc1",
          "mnist-ipc10",
          "mnist-ipc50",
          "fashion-mnist-ipc1",
          "fashion-mnist-ipc10",
          "fashion-mnist-ipc50",
          "svhn-ipc1",
          "svhn-ipc10",
          "svhn-ipc50",
          "cifar-10-ipc1",
          "cifar-10-ipc10",
          "cifar-10-ipc50",
          "cifar-100-ipc1",
          "cifar-100-ipc10",
          "cifar-100-ipc50",
          "tiny-imagenet-ipc1",
          "tiny-imagenet-ipc10",
          "tiny-imagenet-ipc50",
          "imagenet-10-ipc10",
          "imagenet-10-ipc20",
          "imagenet-100-ipc10",
          "imagenet-100-ipc20");

  private RecipeCatalog() {}

  /** Names of the recipes that come with the program. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The text of a recipe that comes with the program.
   *
   * @throws RecipeException if there is none of that name
   */
  public static byte[] text(String name) {
    if (!NAMES.contains(name)) {
      throw new RecipeException(
          Text.format(
              "no recipe '%s' comes with the program; %s", name, Suggestion.among(NAMES, name)));
    }
    try (InputStream in = RecipeCatalog.class.getResourceAsStream("recipes/" + name + ".yaml")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("recipe " + name + " cannot be read", e);
    }
  }

  /**
   * Reads a recipe.
   *
   * @param nameOrFile a name of {@link #names}, or a file: whatever exists or looks like a path
   * @throws RecipeException if it is no recipe
   * @throws ReportException if the file cannot be read
   */
  public static Recipe open(String nameOrFile) {
    boolean file =
        nameOrFile.contains("/") || nameOrFile.contains(".") || Files.exists(Path.of(nameOrFile));
    return file && !NAMES.contains(nameOrFile)
        ? read(Path.of(nameOrFile))
        : Recipe.parse(nameOrFile, text(nameOrFile));
  }

  /**
   * Reads a recipe from a file.
   *
   * @throws RecipeException if it is no recipe
   * @throws ReportException if it cannot be read
   */
  public static Recipe read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new RecipeException(
            Text.format("%s is no recipe: it has more than %d bytes", file, MAX_BYTES));
      }
      return Recipe.parse(file.toString(), text);
    } catch (IOException e) {
      throw ReportException.unreadable(file, e);
    }
  }
}
