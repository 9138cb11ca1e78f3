package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final String LOSS =
      "{\"event\":\"loss\",\"objective\":\"echo\",\"iteration\":10,\"seconds\":1234.5,"
          + "\"mean\":0.375,\"classes\":[0.5,0.25]}\n";
  private static final String BEGIN =
      "{\"event\":\"begin\",\"phase\":\"condense echo\",\"unit\":\"iteration\",\"done\":40,"
          + "\"total\":100}\n";

  @TempDir private Path folder;

  private final List<String> heard = new ArrayList<>();

  @Test
  void everyLineIsThereAtOnceWhateverTheLocale() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try (MetricsLog log = new MetricsLog(file, heard::add)) {
      log.add(RunEvent.Loss.of("echo", 10, 1234.5, List.of(0.5f, 0.25f)));
      assertEquals(LOSS, Files.readString(file));
      log.add(new RunEvent.Begin("condense echo", "iteration", 40, 100));
      assertEquals(LOSS + BEGIN, Files.readString(file));
    } finally {
      Locale.setDefault(usual);
    }
    assertEquals(List.of(LOSS.strip(), BEGIN.strip()), heard);
  }

  @Test
  void goesOnBehindWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("metrics.jsonl"), LOSS);
    try (MetricsLog log = new MetricsLog(file, heard::add)) {
      log.add(new RunEvent.Begin("condense echo", "iteration", 40, 100));
    }
    assertEquals(LOSS + BEGIN, Files.readString(file));
  }

  @Test
  void everyEventSaysWhatItIs() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = new MetricsLog(file, heard::add)) {
      log.add(new RunEvent.Epoch("full", 2, 7, 1.5, 0.75f));
      log.add(new RunEvent.Accuracy("full", 2, 7, 1.5, 71.25));
      log.add(
          new RunEvent.Evaluated(
              "full", "all \"real\" images", 500, 7, new AccuracyStatistics(List.of(71.25))));
      log.add(new RunEvent.End("evaluate full", 2.5));
    }
    assertEquals(
        """
        {"event":"epoch","set":"full","network":2,"epoch":7,"seconds":1.5,"loss":0.75}
        {"event":"accuracy","set":"full","network":2,"epoch":7,"seconds":1.5,"accuracy":71.25}
        {"event":"evaluated","set":"full","description":"all \\"real\\" images","per_class":500,\
        "epochs":7,"accuracy":{"mean":71.25,"std":0.0,"interval_95":null,"values":[71.25]}}
        {"event":"end","phase":"evaluate full","seconds":2.5}
        """,
        Files.readString(file));
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path file = folder.resolve("nowhere/metrics.jsonl");
    ReportException e = assertThrows(ReportException.class, () -> new MetricsLog(file, heard::add));
    assertTrue(e.getMessage().startsWith(file + " cannot be written: no such file"));
  }
}
