package org.echodc.condense;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.memory.Arena;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.Mmd;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * What the network does within an iteration, and nearly all of its memory: real and synthetic
 * images go through it in passes of their own, all classes together, class by class.
 *
 * @param classes that both batches consist of, in equal parts
 * @param real from real images to their features
 * @param synthetic from synthetic images to their features, and back
 */
public record Passes(int classes, Pass real, Pass synthetic) {

  /**
   * Images of each class in an iteration.
   *
   * @param classes how many there are
   * @param real real images a class
   * @param synthetic decoded synthetic images a class
   */
  public record Batch(int classes, int real, int synthetic) {}

  /** Takes memory for both passes. */
  static Passes of(Network network, Batch batch, ActivationTypes types, Allocator memory) {
    int real = Math.multiplyExact(batch.classes(), batch.real());
    int synthetic = Math.multiplyExact(batch.classes(), batch.synthetic());
    return new Passes(
        batch.classes(),
        new Pass(network, Purpose.FEATURES, real, types, memory),
        new Pass(network, Purpose.IMAGE_GRADIENTS, synthetic, types, memory));
  }

  /**
   * From both kinds of images to the gradient w.r.t. the synthetic ones.
   *
   * @param losses gets the discrepancy of each class, FLOAT32 [classes], if it is wanted
   */
  List<Operation> operations(Parameters network, Discrepancy discrepancy, Optional<Tensor> losses) {
    Operation match =
        discrepancy.gradient(
            byClass(synthetic.features()),
            byClass(real.features()),
            byClass(synthetic.featureGradient()),
            losses);
    return Stream.of(
            real.forward(network),
            synthetic.forward(network),
            List.of(match),
            synthetic.backward(network))
        .flatMap(List::stream)
        .toList();
  }

  private Tensor byClass(Tensor features) {
    Shape shape = features.shape();
    return features.reshape(Shape.of(classes, shape.extent(0) / classes, shape.extent(1)));
  }

  /**
   * Bytes that an iteration's activations and their gradients will take, in float32; nothing is
   * allocated. Parameters, the data set and the device's workspaces come on top.
   */
  public static long plannedBytes(Network network, Batch batch) {
    Parameters parameters = new Parameters(network, Outline::of);
    return Arena.plannedBytes(
        memory -> of(network, batch, ActivationTypes.FLOAT32, memory),
        passes -> List.of(passes.afterLoading(parameters)));
  }

  /** As in an iteration that computes the fused MMD's gradient. */
  private List<Operation> afterLoading(Parameters parameters) {
    Stream<Operation> load = Stream.of(new Fill(real.images(), 0), new Fill(synthetic.images(), 0));
    return Stream.concat(
            load, operations(parameters, Mmd.fused(Mmd.Kernel.GAUSSIAN), Optional.empty()).stream())
        .toList();
  }
}
