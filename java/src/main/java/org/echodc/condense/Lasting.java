package org.echodc.condense;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.data.ImageDataset;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.operation.mmd.Segments;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * What stays in device memory from one iteration to the next.
 *
 * @param realImages the data set
 * @param step INT32 [1], the iteration
 * @param selection INT32 [classes, M], numbers of the decoded images that take part
 * @param decodedClasses the numbers to draw the selection from; empty if all take part
 * @param network the parameters of the network of this period
 * @param losses FLOAT32 [classes], discrepancies of the last iteration that computed them
 * @param images the synthetic images
 */
record Lasting(
    RealImages realImages,
    Tensor step,
    Tensor selection,
    Optional<Segments> decodedClasses,
    Parameters network,
    Tensor losses,
    Pixels images) {

  /**
   * Pixels that are learnt.
   *
   * @param pixels FLOAT32 [classes ipc, height, width, channels]
   * @param velocity of the pixels
   */
  record Pixels(Tensor pixels, Tensor velocity) {}

  /** Allocates everything, uploads the data set and the initial images. */
  static Lasting allocate(
      TensorScope memory,
      ImageDataset dataset,
      CondensationConfig config,
      Network network,
      SyntheticSet initial) {
    int classes = dataset.classes();
    int perClass = config.images().decoding().decodedPerClass();
    int selected = Math.min(config.matching().maxSyntheticBatch(), perClass);
    int[] first = IntStream.range(0, classes * selected).toArray();
    List<Integer> bounds =
        IntStream.rangeClosed(0, classes).map(label -> label * perClass).boxed().toList();
    return new Lasting(
        RealImages.upload(memory, dataset.train()),
        memory.counter(),
        memory.upload(first).reshape(Shape.of(classes, selected)),
        selected < perClass ? Optional.of(Segments.of(bounds, memory::upload)) : Optional.empty(),
        new Parameters(network, memory),
        memory.floats(classes),
        new Pixels(
            memory.upload(initial.pixels(), initial.storedShape()),
            memory.floats(initial.storedShape())));
  }
}
