package org.echodc.condense;

import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.Advance;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Gather;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.synthetic.SyntheticSet;
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
    Network network = new ConvNet(dataset.image(), dataset.classes(), width, 3).network();
    int classes = dataset.classes();
    int real = dataset.test().count(0);
    int synthetic = set.decoding().decodedPerClass();
    try (TensorScope memory = new TensorScope(device)) {
      Augmentation neutral =
          new Augmentation(
              memory.upload(
                  AugmentationColumn.neutralRow(), Shape.of(1, AugmentationColumn.COUNT)));
      int all = classes * (real + synthetic);
      Pass pass = new Pass(network, Purpose.FEATURES, all, ActivationTypes.FLOAT32, memory);
      Tensor images = pass.images();
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

      Parameters parameters = new Parameters(network, memory);
      Tensor step = memory.counter();
      Tensor losses = memory.floats(classes);
      Tensor gradient = memory.floats(classes, synthetic, network.features());
      float[] values = new float[classes];
      double sum = 0;
      for (int i = 0; i < NETWORKS; i++) {
        device.run(
            parameters.initialize(RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, step)));
        device.run(new Advance(step));
        pass.forward(parameters).forEach(device::run);
        Tensor features = pass.features();
        Shape realShape = Shape.of(classes, real, network.features());
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
