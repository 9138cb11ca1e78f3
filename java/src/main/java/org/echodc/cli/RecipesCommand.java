package org.echodc.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.echodc.cli.recipe.Recipe.Setting;
import org.echodc.cli.recipe.RecipeCatalog;
import org.echodc.data.catalog.DatasetCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc recipes}: lists the recipes that come with the program, or prints one. */
@Command(
    name = "recipes",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the recipes that come with the program, or prints one.",
      "A recipe holds options of 'echodc condense' as lines 'option: value'. Run one with",
      "  echodc condense --recipe NAME",
      "or save what is printed, change it, and run it with --recipe FILE.",
      "The first lines of a recipe say where it differs from the paper's experiment."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  echodc recipes", "  echodc recipes mnist-ipc10 >> mine.yaml"})
final class RecipesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Recipe to print.")
  private String name;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
    } else {
      out.print(new String(RecipeCatalog.text(name), StandardCharsets.UTF_8));
    }
    out.flush();
    return 0;
  }

  private static void list(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-20s %-14s %9s %6s %10s%n",
        "recipe",
        "data",
        "per class",
        "factor",
        "iterations");
    Set<String> datasets = new LinkedHashSet<>();
    for (String recipe : RecipeCatalog.names()) {
      Map<String, Setting> settings = RecipeCatalog.open(recipe).settings();
      datasets.add(settings.get("data").value());
      out.printf(
          Locale.ROOT,
          "%-20s %-14s %9s %6s %10s%n",
          recipe,
          settings.get("data").value(),
          settings.get("ipc").value(),
          settings.get("factor").value(),
          settings.get("iterations").value());
    }
    out.printf(
        Locale.ROOT, "%nData sets, where they are looked for unless --data-dir names a folder:%n");
    datasets.forEach(name -> describe(out, name));
  }

  private static void describe(PrintWriter out, String dataset) {
    DatasetCatalog.Source source = DatasetCatalog.source(dataset);
    String places =
        source.usualPlaces().stream().map(Path::toString).collect(Collectors.joining(" or "));
    out.printf(Locale.ROOT, "  %s: %s%n      %s%n", dataset, places, source.files());
  }
}
