package org.echodc.device;

import static org.echodc.operation.RandomPurpose.CUT_MIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** CutMix, seen through images that are filled with their own labels. */
abstract class CutMixTests extends DeviceTests {
  private static final int BATCH = 11;
  private static final int SIDE = 8;
  private static final int STEPS = 64;

  private record Mixed(double[] images, double[] partners, double weight) {}

  private Mixed mix(int step, float probability) {
    int[] labels = new int[BATCH];
    float[] images = new float[BATCH * SIDE * SIDE];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i;
      Arrays.fill(images, i * SIDE * SIDE, (i + 1) * SIDE * SIDE, i);
    }
    Tensor dst = bench().result("dst", BATCH, SIDE, SIDE, 1);
    MixedLabels mixed =
        new MixedLabels(
            bench().ints(labels, BATCH),
            bench().intResult("partners", BATCH),
            bench().result("weight", 1));
    device()
        .run(
            new CutMix(
                bench().key(1, CUT_MIX, step),
                probability,
                bench().floats(images, BATCH, SIDE, SIDE, 1),
                dst,
                mixed));
    return new Mixed(
        bench().values(dst), bench().values(mixed.partners()), bench().values(mixed.weight())[0]);
  }

  @Test
  void theWeightIsTheShareOfOwnPixels() {
    for (int step = 0; step < STEPS; step++) {
      Mixed mixed = mix(step, 1);
      for (int i = 0; i < BATCH; i++) {
        double[] image = Arrays.copyOfRange(mixed.images, i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
        double own = i;
        double partner = mixed.partners[i];
        long ownPixels = Arrays.stream(image).filter(pixel -> pixel == own).count();
        long partnerPixels = Arrays.stream(image).filter(pixel -> pixel == partner).count();
        if (own != partner) {
          assertEquals(SIDE * SIDE, ownPixels + partnerPixels);
          assertEquals(mixed.weight, (double) ownPixels / (SIDE * SIDE), 1e-6);
        }
      }
    }
  }

  @Test
  void partnersAreAPermutation() {
    double[] partners = mix(3, 1).partners;
    double[] sorted = Arrays.stream(partners).sorted().toArray();
    for (int i = 0; i < BATCH; i++) {
      assertEquals(i, sorted[i]);
    }
  }

  @Test
  void probabilityZeroNeverMixes() {
    for (int step = 0; step < STEPS; step++) {
      Mixed mixed = mix(step, 0);
      assertEquals(1, mixed.weight);
      for (int i = 0; i < mixed.images.length; i++) {
        assertEquals(i / (SIDE * SIDE), mixed.images[i]);
      }
    }
  }

  /** u < p decides: what is mixed with p = 1/2 is mixed alike, what is not is left alone. */
  @Test
  void probabilityHalfMixesSomeSteps() {
    int mixes = 0;
    for (int step = 0; step < STEPS; step++) {
      Mixed half = mix(step, 0.5f);
      if (half.weight < 1) {
        mixes++;
        assertArrayEquals(mix(step, 1).images, half.images);
      }
    }
    // 64 fair coins; a mix whose box is empty does not show
    assertEquals(STEPS / 2.0, mixes, 20);
  }
}
