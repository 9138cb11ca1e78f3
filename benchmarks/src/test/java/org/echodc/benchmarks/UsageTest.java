package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be meant is an error before anything runs, and says what there is. */
class UsageTest {
  private static final int USAGE = 2;

  private final PrintStream usualOut = System.out;
  private final PrintStream usualErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(usualOut);
    System.setErr(usualErr);
  }

  private String refusal(String line) {
    assertEquals(USAGE, BenchMain.execute(line.split(" ")), () -> err.toString());
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    String message = err.toString(StandardCharsets.UTF_8);
    assertTrue(message.startsWith("echodc bench: "), message);
    return message;
  }

  @ParameterizedTest
  @CsvSource({"NoSuch", "Mmd NoSuch", "-e NoSuch", "Mmd -wmb NoSuch"})
  void aPatternThatMatchesNothing(String line) {
    String message = refusal(line);
    assertTrue(message.contains("'NoSuch'"), message);
    assertTrue(message.contains("\n  MmdBenchmark.gradientAndLoss\n"), message);
    assertTrue(message.contains("\n  MachineRateBenchmark.streamAdd\n"), message);
  }

  @Test
  void nothingLeftToRun() {
    assertTrue(refusal("Mmd -e Mmd").contains("excluded"));
  }

  @ParameterizedTest
  @CsvSource({
    "Mmd -p size=nonsense, parameter size must be CLASSESxMxNxD",
    "Mmd -p size=10x40x128, not '10x40x128'",
    "Mmd -p size=10x40x128x0, not '10x40x128x0'",
    "Mmd -p size=10x40x128x2048 -p size=1x, not '1x'",
    "-psize=nonsense, 'nonsense'",
    "ConvBlock -p input=16, parameter input must be SIDExCHANNELS",
    "Convolution -p convolution=16x64x64x3, must be SIDExINxOUTxKERNELxSTRIDE",
    "ConvBlock -p width=wide, parameter width must be a whole number of at least 1",
    "ConvBlock -p implementation=FUSE, 'one of FUSED, SEPARATE, not ''FUSE'''",
    "Mmd -p device=gpu, 'one of cpu, cuda, cudnn, simulated'",
    "Mmd -p precision=fp32, 'one of default, FP32'",
    "Iteration -p network=resnet18, parameter network must be the name of a network",
    "'Evaluation -p network=lenet,resnet18', 'not ''resnet18''; did you mean ''resnet-18''?'",
    "Iteration -p image=28x28, must be SIDExSIDExCHANNELS or default",
    "Iteration -p image=28x32x1, not '28x32x1'",
    "Iteration -p network=mlp -p network=vgg-11 -p image=16x16x3, vgg-11 cannot read images",
    "Iteration -p image=2x2x1, too deep for images",
    "--breakdown -p network=densenet -p image=28x28x1, densenet cannot read images",
    "--breakdown -p network=convnet-fast, 'convnet-fast'",
    "--breakdown -p width=wide, parameter width",
    "--breakdown -p precision=half, parameter precision"
  })
  void aValueThatAParameterCannotHave(String line, String part) {
    String message = refusal(line);
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @CsvSource({
    "[.]MmdBenchmark -p input=16x128, 'device, implementation, mebibytes, precision, side, size'",
    "[.]MmdBenchmark -e MachineRate -p side=128, 'device, implementation, precision, size'",
    "--breakdown -p size=1x1x1x1, 'device, image, network, precision, width'"
  })
  void aParameterThatNoneHas(String line, String names) {
    String message = refusal(line);
    assertTrue(message.endsWith("they have: " + names + "\n"), message);
  }

  @ParameterizedTest
  @CsvSource({"Mmd -f many", "Mmd -wi few", "Mmd -r long", "Mmd --nonsense"})
  void whatJmhDoesNotUnderstand(String line) {
    assertFalse(refusal(line).endsWith(": null\n"));
  }

  @ParameterizedTest
  @CsvSource({"--json", "--report"})
  void aFileThatCannotBeWritten(String option) {
    String message = refusal("Mmd " + option + " /no/such/folder/file.html");
    assertTrue(message.contains("/no/such/folder/file.html"), message);
  }

  @Test
  void everyParameterOfEveryBenchmarkIsChecked() {
    BenchParameters parameters =
        BenchParameters.of(
            List.of(
                ConvBlockBenchmark.class,
                ConvolutionBenchmark.class,
                EvaluationBenchmark.class,
                ImageBenchmark.class,
                IterationBenchmark.class,
                MachineRateBenchmark.class,
                MmdBenchmark.class,
                WatchingBenchmark.class));
    assertTrue(
        parameters
            .names()
            .containsAll(
                List.of(
                    "batch",
                    "convolution",
                    "device",
                    "image",
                    "implementation",
                    "input",
                    "mebibytes",
                    "network",
                    "precision",
                    "side",
                    "size",
                    "watched",
                    "width")),
        parameters.names()::toString);
    assertEquals(List.of(), parameters.unchecked());
  }
}
