package org.echodc.condense;

import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;
import org.echodc.network.ConvNetForward;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.operation.Advance;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.Decode;
import org.echodc.operation.Gather;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Gaussian MMD between decoded synthetic images and the test images, which condensation never saw,
 * under networks that it never saw; mean over classes and networks.
 */
final class HeldOutDiscrepancy {
  private static final int NETWORKS = 3;
  private static final long SEED = 0x5eed;

  private HeldOutDiscrepancy() {}

  static double of(Device device, ImageDataset dataset, SyntheticSet set, int width) {
    ConvNetSpec spec = new ConvNetSpec(dataset.image(), dataset.classes(), width, 3);
    int classes = dataset.classes();
    int real = dataset.test().count(0);
    int synthetic = set.decoding().decodedPerClass();
    try (TensorScope memory = new TensorScope(device)) {
      Augmentation neutral =
          new Augmentation(
              memory.upload(
                  AugmentationColumn.neutralRow(), Shape.of(1, AugmentationColumn.COUNT)));
      Tensor images = memory.floats(spec.blockInput(0, classes * (real + synthetic)));
      device.run(
          new Gather(
              memory.upload(dataset.test().pixels(), dataset.test().shape()),
              dataset.normalization(),
              memory.upload(IntStream.range(0, classes * real).toArray()),
              neutral,
              images.rows(0, classes * real)));
      device.run(
          new Decode(
              memory.upload(set.pixels(), set.storedShape()),
              set.decoding(),
              memory.upload(IntStream.range(0, classes * synthetic).toArray()),
              dataset.normalization(),
              neutral,
              images.rows(classes * real, classes * synthetic)));

      ConvNetParameters network = new ConvNetParameters(memory, spec);
      ConvNetForward forward = new ConvNetForward(memory, spec, images.shape().extent(0), false);
      Tensor step = memory.counter();
      Tensor losses = memory.floats(classes);
      Tensor gradient = memory.floats(classes, synthetic, spec.features());
      float[] values = new float[classes];
      double sum = 0;
      for (int i = 0; i < NETWORKS; i++) {
        device.run(
            network.initialize(RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, step)));
        device.run(new Advance(step));
        Tensor features = forward.run(device::run, network, images);
        Shape realShape = Shape.of(classes, real, spec.features());
        device.run(
            new MmdGradient(
                Mmd.fused(Mmd.Kernel.GAUSSIAN),
                features.view(realShape.elements(), gradient.shape()),
                features.view(0, realShape),
                gradient,
                Optional.of(losses)));
        device.download(losses, values);
        sum += IntStream.range(0, classes).mapToDouble(k -> values[k]).average().orElseThrow();
      }
      return sum / NETWORKS;
    }
  }
}
