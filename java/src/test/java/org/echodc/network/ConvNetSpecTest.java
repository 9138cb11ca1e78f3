package org.echodc.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.operation.UniformSegment;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvNetSpecTest {
  private static final Shape DIGIT = Shape.of(28, 28, 1);
  private static final Shape PHOTO = Shape.of(32, 32, 3);

  @Test
  void grayImagesOf28PixelsGrowTo32() {
    ConvNetSpec spec = new ConvNetSpec(DIGIT, 10, 128, 3);

    assertEquals(3, spec.padding(0));
    assertEquals(1, spec.padding(1));
    assertEquals(Shape.of(5, 32, 32, 128), spec.convolution(0, 5));
    assertEquals(Shape.of(5, 16, 16, 128), spec.blockInput(1, 5));
    assertEquals(Shape.of(5, 4, 4, 128), spec.blockInput(3, 5));
    assertEquals(2048, spec.features());
  }

  @Test
  void otherImagesKeepTheirSizeInEveryConvolution() {
    ConvNetSpec spec = new ConvNetSpec(PHOTO, 10, 128, 3);

    assertEquals(1, spec.padding(0));
    assertEquals(Shape.of(5, 32, 32, 128), spec.convolution(0, 5));
    assertEquals(2048, spec.features());
  }

  /** The numbers of DESIGN section 5, which counts convolutions only: 96.7 and 101.4 MFLOP. */
  @Test
  void flopsAreThoseOfTheDesign() {
    assertEquals(96.7e6, new ConvNetSpec(DIGIT, 10, 128, 3).forwardFlops(), 0.1e6);
    assertEquals(101.4e6, new ConvNetSpec(PHOTO, 10, 128, 3).forwardFlops(), 0.1e6);
  }

  @Test
  void initialDistributionIsBoundedByTheFanIn() {
    ConvNetSpec spec = new ConvNetSpec(PHOTO, 10, 16, 2);
    UniformSegment first = spec.initialDistribution().get(0);

    assertEquals(3 * 3 * 3 * 16, first.size());
    assertEquals(1 / Math.sqrt(27), first.high(), 1e-7);
    assertEquals(-first.high(), first.low());
    assertEquals(new UniformSegment(16, 1, 1), spec.initialDistribution().get(1));
    assertEquals(new UniformSegment(16, 0, 0), spec.initialDistribution().get(2));
    assertEquals(spec.features() * 10, spec.initialDistribution().get(6).size());
  }

  @ParameterizedTest
  @CsvSource({"6, too deep", "0, depth 0"})
  void impossibleDepthsAreRefused(int depth, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ConvNetSpec(DIGIT, 10, 128, depth));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
