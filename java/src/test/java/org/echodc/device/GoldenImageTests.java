package org.echodc.device;

import static org.echodc.device.Close.assertClose;
import static org.echodc.operation.image.AugmentationColumn.BRIGHTNESS;
import static org.echodc.operation.image.AugmentationColumn.CONTRAST;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT_COLUMN;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT_ROW;
import static org.echodc.operation.image.AugmentationColumn.FLIP;
import static org.echodc.operation.image.AugmentationColumn.SATURATION;
import static org.echodc.operation.image.AugmentationColumn.WARP;
import static org.echodc.operation.image.AugmentationColumn.WARP_A;
import static org.echodc.operation.image.AugmentationColumn.WARP_B;

import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.scenario.AugmentationRows;
import org.echodc.golden.Npy;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.Gather;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decoding and augmentation against PyTorch 2.10. */
abstract class GoldenImageTests extends DeviceTests {
  private static final double[] U = {.1, .45, .7, .95};

  private static Normalization identity(int channels) {
    return new Normalization(Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
  }

  private Tensor images(Npy npy) {
    return bench().floats(npy.values(), npy.shape());
  }

  private void check(String what, Npy expected, Tensor got) {
    assertClose(Tolerance.STANDARD, what, expected.doubles(), bench().values(got));
  }

  private Tensor upTo(int count) {
    return bench().ints(IntStream.range(0, count).toArray(), count);
  }

  @ParameterizedTest(name = "{0} channels, side {1}, factor {2}")
  @CsvSource({"1, 28, 2", "1, 28, 3", "3, 32, 2", "3, 32, 3"})
  void decode(int channels, int side, int factor) {
    String directory = "decode/c%d_s%d_f%d/".formatted(channels, side, factor);
    Npy x = Npy.golden(directory + "x").channelsLast();
    Npy y = Npy.golden(directory + "y").channelsLast();
    Tensor selection = upTo(y.shape()[0]);
    Augmentation none = new Augmentation(table(AugmentationRows.row(Map.of())));
    Decoding decoding = new Decoding(x.shape()[0], factor);
    Tensor dst = bench().result("dst", y.shape());
    device().run(new Decode(images(x), decoding, selection, identity(channels), none, dst));
    check("y", y, dst);

    Tensor gradient = bench().result("gradient", x.shape());
    Tensor dstGradient = images(Npy.golden(directory + "grad_y").channelsLast());
    device()
        .run(
            new Decode.Backward(
                dstGradient, decoding, selection, identity(channels), none, gradient));
    check("grad_x", Npy.golden(directory + "grad_x").channelsLast(), gradient);
  }

  @ParameterizedTest(name = "{0}, {1} channels, side {2}")
  @CsvSource({
    "flip, 1, 28", "flip, 3, 32",
    "brightness, 1, 28", "brightness, 3, 32",
    "saturation, 1, 28", "saturation, 3, 32",
    "contrast, 1, 28", "contrast, 3, 32",
    "crop, 1, 28", "crop, 3, 32",
    "scale, 1, 28", "scale, 3, 32",
    "rotate, 1, 28", "rotate, 3, 32",
    "cutout, 1, 28", "cutout, 3, 32"
  })
  void augment(String operation, int channels, int side) {
    String directory = "augment/%s_c%d_s%d/".formatted(operation, channels, side);
    Npy x = Npy.golden(directory + "x").channelsLast();
    Augmentation augmentation =
        new Augmentation(
            table(
                IntStream.range(0, U.length)
                    .mapToObj(i -> AugmentationRows.row(columns(operation, i, side)))
                    .toArray(float[][]::new)));
    Tensor selection = upTo(U.length);
    Tensor dst = bench().result("dst", x.shape());
    device().run(new Gather(images(x), identity(channels), selection, augmentation, dst));
    check("y", Npy.golden(directory + "y").channelsLast(), dst);

    // with factor 1, decoding is the identity, so that its gradient is the augmentation's
    Tensor gradient = bench().result("gradient", x.shape());
    device()
        .run(
            new Decode.Backward(
                images(Npy.golden(directory + "grad_y").channelsLast()),
                new Decoding(U.length, 1),
                selection,
                identity(channels),
                augmentation,
                gradient));
    check("grad_x", Npy.golden(directory + "grad_x").channelsLast(), gradient);
  }

  private Tensor table(float[]... rows) {
    float[] values = new float[rows.length * AugmentationColumn.COUNT];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * AugmentationColumn.COUNT, rows[i].length);
    }
    return bench().floats(values, rows.length, AugmentationColumn.COUNT);
  }

  private static Map<AugmentationColumn, Double> columns(String operation, int i, int side) {
    double u = U[i];
    double[] down = {-3, 0, 2, 1};
    double[] right = {1, -4, 0, 3};
    double[] row = {0, 5, 14, side - 1};
    double[] column = {side - 1, 0, 9, 3};
    return switch (operation) {
      case "flip" -> Map.of(FLIP, 1.0);
      case "brightness" -> Map.of(BRIGHTNESS, u - 0.5);
      case "saturation" -> Map.of(SATURATION, 2 * u);
      case "contrast" -> Map.of(CONTRAST, u + 0.5);
      case "crop" -> Map.of(WARP, 1.0, WARP_A, down[i], WARP_B, right[i]);
      case "scale" -> Map.of(WARP, 2.0, WARP_A, scale(u), WARP_B, scale(U[U.length - 1 - i]));
      case "rotate" -> Map.of(WARP, 3.0, WARP_A, Math.toRadians(30 * u - 15));
      case "cutout" -> Map.of(CUTOUT, 1.0, CUTOUT_ROW, row[i], CUTOUT_COLUMN, column[i]);
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static double scale(double u) {
    return 1 / 1.2 + u * (1.2 - 1 / 1.2);
  }
}
