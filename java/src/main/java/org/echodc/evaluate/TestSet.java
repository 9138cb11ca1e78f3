package org.echodc.evaluate;

import java.util.stream.IntStream;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;
import org.echodc.network.ConvNetForward;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.operation.Augmentation;
import org.echodc.operation.CountCorrect;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.Linear;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/** Real test images in device memory, and the accuracy of networks on them. */
public final class TestSet {
  private static final int BATCH = 256;

  private final Device device;
  private final Normalization normalization;
  private final TrainingImages test;
  private final Tensor order;
  private final Augmentation neutral;
  private final Tensor images;
  private final ConvNetForward forward;
  private final Tensor logits;
  private final Tensor correct;

  /** Uploads the images and allocates everything. */
  public TestSet(
      TensorScope memory, ConvNetSpec spec, Normalization normalization, ImageSet images) {
    device = memory.device();
    this.normalization = normalization;
    test = TrainingImages.of(memory, images);
    int batch = Math.min(BATCH, test.count());
    order = memory.upload(IntStream.range(0, test.count()).toArray());
    neutral = Augmentation.neutral(memory::upload);
    this.images = memory.floats(spec.blockInput(0, batch));
    forward = new ConvNetForward(memory, spec, batch, false);
    logits = memory.floats(batch, spec.classes());
    correct = memory.ints(1);
  }

  /** Share of the test images that the network classifies correctly, in per cent. */
  public double accuracy(ConvNetParameters network) {
    device.run(new Fill(correct, 0));
    int batch = images.shape().extent(0);
    for (int first = 0; first < test.count(); first += batch) {
      int count = Math.min(batch, test.count() - first);
      Tensor loaded = images.rows(0, count);
      Tensor outputs = logits.rows(0, count);
      device.run(
          new Gather(test.pixels(), normalization, order.rows(first, count), neutral, loaded));
      device.run(
          new Linear(network.classifier(), forward.run(device::run, network, loaded), outputs));
      device.run(new CountCorrect(outputs, test.labels().rows(first, count), correct));
    }
    int[] count = new int[1];
    device.download(correct, count);
    return 100.0 * count[0] / test.count();
  }
}
