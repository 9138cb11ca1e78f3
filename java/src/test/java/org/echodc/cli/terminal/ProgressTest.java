package org.echodc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What progress looks like, at times that a clock set by hand says. */
class ProgressTest {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTest.class);

  private final ManualClock clock = new ManualClock();
  private final StringWriter err = new StringWriter();
  private final ProgressOutput terminal = new ProgressOutput.Terminal(new PrintWriter(err));
  private final ProgressOutput log = new ProgressOutput.Log(LOG);

  @BeforeEach
  void logGoesToTheSameStream() {
    Logging.begin(new PrintWriter(err, true), Level.INFO);
  }

  private Progress condense(ProgressOutput output, long done, long total) {
    return new Progress(output, "condense echo", "it", new Pace(clock, done, total));
  }

  /** The lines that a terminal showed, one after the other in the same place. */
  private List<String> drawn() {
    String plain = err.toString().replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "");
    return Arrays.stream(plain.split("\r")).skip(1).toList();
  }

  private List<String> logged() {
    return err.toString().lines().map(line -> line.replaceFirst("^[0-9:]{8} ", "")).toList();
  }

  @Test
  void aTerminalShowsRateLossAndTimeLeft() {
    try (Progress progress = condense(terminal, 0, 1000)) {
      clock.goOn(2);
      progress.reach(10);
      progress.loss(0.51234);
      clock.goOn(2);
      progress.reach(20);
      clock.goOn(94);
      progress.reach(700);
    }
    assertEquals(
        List.of(
            "condense echo: 0 of 1000 it [                    ]",
            "condense echo: 10 of 1000 it, 5.00 it/s, 3:18 left [                    ]",
            "condense echo: 20 of 1000 it, loss 0.5123, 5.00 it/s, 3:16 left [                    ]",
            "condense echo: 700 of 1000 it, loss 0.5123, 7.14 it/s, 0:42 left [=============>      ]",
            "condense echo: 700 of 1000 it, loss 0.5123, 7.14 it/s, 0:42 left"
                + " [=============>      ]\n"),
        drawn());
  }

  @Test
  void aLineIsDrawnOverTheOneBeforeAndNeverWraps() {
    condense(terminal, 0, 2);
    assertEquals(
        "\r\u001b[K\u001b[?7lcondense echo: 0 of 2 it [                    ]\u001b[?7h",
        err.toString());
  }

  @Test
  void aTerminalIsDrawnFourTimesASecondAtMost() {
    Progress progress = condense(terminal, 0, 1000);
    for (int done = 1; done <= 100; done++) {
      clock.goOn(0.01);
      progress.reach(done);
    }
    assertEquals(1 + 4, drawn().size(), drawn()::toString);
    assertEquals("condense echo: 100 of 1000 it, 100.00 it/s, 0:09 left", text(drawn().get(4)));
  }

  private static String text(String line) {
    return line.replaceFirst(" \\[.*", "");
  }

  @Test
  void whatWasDoneBeforeCountsForTheShareAndNotForTheRate() {
    Progress progress = condense(terminal, 900, 1000);
    clock.goOn(10);
    progress.reach(905);
    assertEquals(
        List.of(
            "condense echo: 900 of 1000 it [=================>  ]",
            "condense echo: 905 of 1000 it, 2.00 s/it, 3:10 left [=================>  ]"),
        drawn());
  }

  @Test
  void hoursAreShownWhereThereAreSome() {
    Progress progress = condense(terminal, 0, 10_000);
    clock.goOn(0.5 * 2631);
    progress.reach(2631);
    assertEquals("condense echo: 2631 of 10000 it, 2.00 it/s, 1:01:25 left", text(drawn().get(1)));
  }

  @Test
  void whatTakesNoTimeHasNoRate() {
    try (Progress progress = condense(terminal, 0, 10)) {
      progress.reach(10);
    }
    assertEquals("condense echo: 10 of 10 it [====================]\n", drawn().get(1));
  }

  @Test
  void aLogGetsALineEveryHalfMinute() {
    try (Progress progress = condense(log, 100, 1000)) {
      progress.loss(0.25);
      for (int done = 101; done <= 196; done++) {
        clock.goOn(1);
        progress.reach(done);
      }
    }
    assertEquals(
        List.of(
            "INFO cli - condense echo: 130 of 1000 it, loss 0.2500, 1.00 it/s, 14:30 left",
            "INFO cli - condense echo: 160 of 1000 it, loss 0.2500, 1.00 it/s, 14:00 left",
            "INFO cli - condense echo: 190 of 1000 it, loss 0.2500, 1.00 it/s, 13:30 left"),
        logged());
  }

  @Test
  void withoutATerminalTheLogIsUsed() {
    assertInstanceOf(ProgressOutput.Log.class, ProgressOutput.of(new PrintWriter(err), LOG));
  }
}
