package org.echodc.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.echodc.report.page.RunPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc report RUN_DIR}: the report of an earlier run, also of one that was killed. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes report.html of a run, complete or not, into its directory.",
    footerHeading = "%nExamples:%n",
    footer = "  echodc report runs/one")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN_DIR", description = "Run directory of echodc condense.")
  private Path directory;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(RunPage.writeReport(directory));
    return 0;
  }
}
