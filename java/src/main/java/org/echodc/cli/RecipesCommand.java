package org.echodc.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.echodc.cli.Recipe.Setting;
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
      "The paper also condenses SVHN, Tiny ImageNet and subsets of ImageNet; there are no recipes for"
          + " these, because the program cannot read their files yet."
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
    out.printf("%-20s %-14s %9s %6s %10s%n", "recipe", "data", "per class", "factor", "iterations");
    for (String recipe : RecipeCatalog.names()) {
      Map<String, Setting> settings = RecipeCatalog.open(recipe).settings();
      out.printf(
          "%-20s %-14s %9s %6s %10s%n",
          recipe,
          settings.get("data").value(),
          settings.get("ipc").value(),
          settings.get("factor").value(),
          settings.get("iterations").value());
    }
  }
}
