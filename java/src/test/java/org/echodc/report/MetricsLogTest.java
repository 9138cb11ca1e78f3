package org.echodc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir private Path folder;

  @Test
  void everyLineIsThereAtOnceWhateverTheLocale() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try (MetricsLog log = new MetricsLog(file, 2)) {
      String heading = "objective,iteration,seconds,mean,class_0,class_1\n";
      assertEquals(heading, Files.readString(file));
      log.add("echo", 10, 1234.5678, List.of(0.25f, 1e-7f));
      String first = "echo,10,1234.568,0.125000,0.250000,1.00000e-07\n";
      assertEquals(heading + first, Files.readString(file));
      log.add("dm", 20, 0, List.of(1f, Float.NaN));
      assertEquals(heading + first + "dm,20,0.000,NaN,1.00000,NaN\n", Files.readString(file));
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path file = folder.resolve("nowhere/metrics.csv");
    ReportException e = assertThrows(ReportException.class, () -> new MetricsLog(file, 2));
    assertTrue(e.getMessage().startsWith(file + " cannot be written: no such file"));
  }
}
