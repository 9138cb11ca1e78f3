package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.TensorScope;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.Fill;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What training and testing hold in device memory is a formula in the batch and the network; the
 * images that they read add their bytes and labels and nothing else; and it does not grow.
 */
class EvaluationMemoryTest {
  private static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final Normalization NORMALIZATION = Normalization.gray(0.3f, 0.4f);
  private static final ConvNetSpec SPEC = new ConvNetSpec(IMAGE, 10, 16, 3);
  private static final int PIXELS = 28 * 28;
  private static final int FLOAT = 4;
  private static final int INT = 4;

  private static ImageSet images(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % SPEC.classes());
    byte[] pixels = new byte[count * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    return ImageSet.sortedByClass(IMAGE, pixels, labels, SPEC.classes());
  }

  private static EvaluationConfig config(int batch) {
    return new EvaluationConfig(
        1,
        1,
        batch,
        0.01f,
        0.9f,
        5e-4f,
        SPEC.width(),
        SPEC.depth(),
        AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
        0.5f,
        1);
  }

  /** Bytes of tensors, and of workspaces, in the steady state. */
  private record Bytes(long tensors, long workspaces) {}

  private static Bytes trained(int images, int batch) {
    try (Device device = Devices.open("cpu", 2);
        TensorScope scope = new TensorScope(device)) {
      Trainer trainer =
          new Trainer(
              scope, SPEC, NORMALIZATION, config(batch), TrainingImages.of(scope, images(images)));
      long tensors = device.allocatedBytes();
      trainer.start(1);
      trainer.epoch(1, 0.01f);
      long afterOne = device.allocatedBytes();
      trainer.epoch(1, 0.01f);
      assertEquals(afterOne, device.allocatedBytes(), "bytes after the second epoch");
      return new Bytes(tensors, afterOne - tensors);
    }
  }

  private static long parameterBytes() {
    return FLOAT * SPEC.initialDistribution().stream().mapToLong(segment -> segment.size()).sum();
  }

  /** Results of the blocks and, less the last one's, their gradients; kept convolutions. */
  private static long activationBytes(int batch, boolean training) {
    long floats = 0;
    for (int block = 0; block < SPEC.depth(); block++) {
      long result = SPEC.blockInput(block + 1, batch).elements();
      floats += result;
      if (training) {
        floats += SPEC.convolution(block, batch).elements() + 2L * batch * SPEC.width();
        floats += result; // of the last block, the features
      }
    }
    return FLOAT * floats;
  }

  private static long realImageBytes(int images) {
    return (long) images * (PIXELS + INT);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64})
  void trainingIsItsFormula(int batch) {
    int images = 160;
    int classes = SPEC.classes();
    long order = INT * (2 + 2 + (long) batch); // bounds of the only segment, counters, indices
    long augmented = FLOAT * (10L * batch + 2L * batch * PIXELS);
    long labels = 2L * INT * batch + FLOAT;
    long loss = FLOAT * (2L * batch * classes + 1);
    assertEquals(
        realImageBytes(images)
            + order
            + augmented
            + labels
            + 3 * parameterBytes()
            + activationBytes(batch, true)
            + loss,
        trained(images, batch).tensors());
  }

  @Test
  void trainingIsLinearInTheBatch() {
    Bytes one = trained(192, 32);
    Bytes two = trained(192, 64);
    Bytes three = trained(192, 96);
    assertEquals(two.tensors() - one.tensors(), three.tensors() - two.tensors());
    assertEquals(two.workspaces() - one.workspaces(), three.workspaces() - two.workspaces());
    assertTrue(one.workspaces() < one.tensors(), "workspaces of " + one.workspaces() + " bytes");
  }

  @Test
  void moreImagesAddTheirBytesAndLabels() {
    Bytes few = trained(100, 32);
    Bytes many = trained(1000, 32);
    assertEquals(realImageBytes(900), many.tensors() - few.tensors());
    assertEquals(few.workspaces(), many.workspaces());
  }

  private static Bytes tested(int images) {
    try (Device device = Devices.open("cpu", 2);
        TensorScope scope = new TensorScope(device)) {
      ConvNetParameters network = new ConvNetParameters(scope, SPEC);
      device.run(new Fill(network.flat(), 0.01f));
      long before = device.allocatedBytes();
      TestSet test = new TestSet(scope, SPEC, NORMALIZATION, images(images));
      long tensors = device.allocatedBytes() - before;
      test.accuracy(network);
      long afterOne = device.allocatedBytes();
      test.accuracy(network);
      assertEquals(afterOne, device.allocatedBytes(), "bytes after the second test");
      return new Bytes(tensors, afterOne - before - tensors);
    }
  }

  @Test
  void testingKeepsNoActivationsAndIsItsFormula() {
    int images = 1000;
    int batch = 256;
    long order = (long) INT * images;
    long inputs = FLOAT * (10L + (long) batch * PIXELS); // and a neutral augmentation
    long outputs = FLOAT * (long) batch * SPEC.classes() + INT;
    assertEquals(
        realImageBytes(images) + order + inputs + activationBytes(batch, false) + outputs,
        tested(images).tensors());
    assertEquals(tested(500).workspaces(), tested(images).workspaces());
  }
}
