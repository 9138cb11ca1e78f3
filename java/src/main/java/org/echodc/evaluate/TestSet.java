package org.echodc.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.memory.Arena;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.training.CountCorrect;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Tensor;

/** Real test images in device memory, and the accuracy of networks on them, in float32. */
public final class TestSet {
  private static final int BATCH = 256;

  private final Device device;
  private final Normalization normalization;
  private final TrainingImages test;
  private final int batch;
  private final Tensor order;
  private final Augmentation neutral;
  private final Tensor correct;
  private final Batch batches;

  /** Uploads the images and allocates everything. */
  public TestSet(
      TensorScope memory, Network network, Normalization normalization, ImageSet images) {
    device = memory.device();
    this.normalization = normalization;
    test = TrainingImages.of(memory, images);
    batch = Math.min(BATCH, test.count());
    order = memory.upload(IntStream.range(0, test.count()).toArray());
    neutral = Augmentation.neutral(memory::upload);
    correct = memory.ints(1);
    Parameters any = new Parameters(network, Outline::of);
    int last = (test.count() - 1) / batch * batch;
    batches =
        Arena.place(
            memory,
            inner -> new Batch(network, inner),
            program -> List.of(program.operations(any, 0), program.operations(any, last)));
  }

  /** The operations on one batch, and the tensors that live within it. */
  private final class Batch {
    private final Pass pass;
    private final Tensor logits;

    Batch(Network network, Allocator memory) {
      pass = new Pass(network, Purpose.TESTING, batch, ActivationTypes.FLOAT32, memory);
      logits = memory.floats(batch, network.classes());
    }

    List<Operation> operations(Parameters network, int first) {
      int count = Math.min(batch, test.count() - first);
      Tensor images = pass.images().rows(0, count);
      Tensor features = pass.features().rows(0, count);
      Tensor outputs = logits.rows(0, count);
      List<Operation> operations = new ArrayList<>();
      operations.add(
          new Gather(test.pixels(), normalization, order.rows(first, count), neutral, images));
      operations.addAll(pass.forward(network, count));
      operations.add(new Linear(network.classifier(), features, outputs));
      operations.add(new CountCorrect(outputs, test.labels().rows(first, count), correct));
      return operations;
    }
  }

  /** Share of the test images that the network classifies correctly, in per cent. */
  public double accuracy(Parameters network) {
    device.run(new Fill(correct, 0));
    for (int first = 0; first < test.count(); first += batch) {
      batches.operations(network, first).forEach(device::run);
    }
    int[] count = new int[1];
    device.download(correct, count);
    return 100.0 * count[0] / test.count();
  }
}
