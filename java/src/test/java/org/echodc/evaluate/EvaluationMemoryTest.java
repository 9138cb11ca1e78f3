package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.zoo.Architecture;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.Fill;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What training and testing hold in device memory is what lives at once; the images that they read
 * add their bytes and labels and nothing else; and it does not grow.
 */
class EvaluationMemoryTest {
  private static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final Normalization NORMALIZATION = Normalization.gray(0.3f, 0.4f);
  private static final int CLASSES = 10;
  private static final int WIDTH = 16;
  private static final int DEPTH = 3;
  private static final Network NETWORK = new ConvNet(IMAGE, CLASSES, WIDTH, DEPTH).network();
  private static final int PIXELS = 28 * 28;
  private static final int FLOAT = 4;
  private static final int INT = 4;

  private static ImageSet images(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % CLASSES);
    byte[] pixels = new byte[count * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    return ImageSet.sortedByClass(IMAGE, pixels, labels, CLASSES);
  }

  private static EvaluationConfig config(int batch) {
    return new EvaluationConfig(
        Architecture.convNet(WIDTH, DEPTH),
        EvaluationConfig.Training.of(1, 0.01f).withBatch(batch),
        AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
        0.5f,
        1,
        1);
  }

  /** Bytes of tensors, and of workspaces, in the steady state. */
  private record Bytes(long tensors, long workspaces) {}

  private static Bytes trained(int images, int batch) {
    try (Device device = Devices.open("cpu", 2);
        TensorScope scope = new TensorScope(device)) {
      Trainer trainer =
          new Trainer(
              scope,
              NETWORK,
              NORMALIZATION,
              config(batch),
              TrainingImages.of(scope, images(images)));
      long tensors = device.allocatedBytes();
      trainer.start(1);
      trainer.epoch(1, 0.01f);
      long afterOne = device.allocatedBytes();
      trainer.epoch(1, 0.01f);
      assertEquals(afterOne, device.allocatedBytes(), "bytes after the second epoch");
      return new Bytes(tensors, afterOne - tensors);
    }
  }

  private static long realImageBytes(int images) {
    return (long) images * (PIXELS + INT);
  }

  /**
   * Most floats of an image that live at once, in the backward pass of the second block: the mixed
   * image, the convolutions of two blocks with their statistics, the first block's result, and the
   * gradients w.r.t. the results of both.
   */
  private static final int LIVE_IN_TRAINING =
      PIXELS + 16 * (32 * 32 + 16 * 16 + 4) + 16 * 16 * 16 + 16 * (16 * 16 + 8 * 8);

  /** Bounds of alignment and of what is small: labels, tables, logits. */
  private static final int SMALL = 64 << 10;

  @ParameterizedTest
  @ValueSource(ints = {16, 64})
  void trainingHoldsWhatLivesAtOnce(int batch) {
    int images = 160;
    long parameters = FLOAT * NETWORK.parameterCount();
    long least = realImageBytes(images) + 3 * parameters + (long) FLOAT * batch * LIVE_IN_TRAINING;
    long most = least + least / 16 + SMALL;
    long bytes = trained(images, batch).tensors();
    assertTrue(bytes >= least && bytes <= most, bytes + " of " + least + " to " + most);
  }

  @Test
  void trainingIsLinearInTheBatch() {
    Bytes one = trained(192, 32);
    Bytes two = trained(192, 64);
    Bytes three = trained(192, 96);
    assertEquals(two.tensors() - one.tensors(), three.tensors() - two.tensors(), 1024);
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
      Parameters network = new Parameters(NETWORK, scope);
      device.run(new Fill(network.flat(), 0.01f));
      long before = device.allocatedBytes();
      TestSet test = new TestSet(scope, NETWORK, NORMALIZATION, images(images));
      long tensors = device.allocatedBytes() - before;
      test.accuracy(network);
      long afterOne = device.allocatedBytes();
      test.accuracy(network);
      assertEquals(afterOne, device.allocatedBytes(), "bytes after the second test");
      return new Bytes(tensors, afterOne - before - tensors);
    }
  }

  /** The results of the first and the second block live at once; nothing is larger. */
  @Test
  void testingKeepsNoActivationsAndIsItsFormula() {
    int images = 1000;
    int batch = 256;
    long order = (long) INT * images;
    long inputs = FLOAT * 10L + INT; // a neutral augmentation and the count
    long live = (long) FLOAT * batch * 16 * (16 * 16 + 8 * 8);
    assertEquals(realImageBytes(images) + order + inputs + live, tested(images).tensors());
    assertEquals(tested(500).workspaces(), tested(images).workspaces());
  }
}
