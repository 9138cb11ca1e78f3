package org.echodc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echodc.cli.terminal.ComparisonTable;
import org.echodc.cli.terminal.NetworkComparisonTable;
import org.echodc.report.page.ComparisonPage;
import org.echodc.report.page.RunComparison;
import org.echodc.report.run.RunFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc compare RUN RUN...}: runs on the same data set side by side. */
@Command(
    name = "compare",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Compares runs with the first one: accuracy, time, memory, pictures.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc compare runs/one runs/two",
      "  echodc compare runs/echo runs/dm --html comparison.html"
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN_DIR",
      description = "Run directories of echodc condense.")
  private List<Path> directories;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with pictures and curves.")
  private Path html;

  @Override
  public Integer call() {
    RunComparison comparison = RunComparison.of(directories.stream().map(RunFiles::read).toList());
    if (html != null) {
      ComparisonPage.write(html, comparison);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s%n%n", new ComparisonTable(comparison));
    NetworkComparisonTable networks = new NetworkComparisonTable(comparison);
    if (!networks.isEmpty()) {
      out.printf(Locale.ROOT, "%s%n%n", networks);
    }
    comparison.warnings().forEach(warning -> out.println("note: " + warning));
    RunComparison.METHOD.forEach(out::println);
    out.flush();
    return 0;
  }
}
