package org.echodc.evaluate;

import java.util.List;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.operation.mmd.Segments;
import org.echodc.tensor.Tensor;

/**
 * What stays in device memory from one step of a training to the next.
 *
 * @param all the training images as one group
 * @param epochStep INT32 [1], epochs done
 * @param batchStep INT32 [1], steps done
 * @param parameters of the network
 * @param velocity of the parameters
 * @param loss FLOAT32 [1], of the last step
 */
record TrainedNetwork(
    Segments all,
    Tensor epochStep,
    Tensor batchStep,
    Parameters parameters,
    Tensor velocity,
    Tensor loss) {

  /** Allocates everything; the parameters are undefined. */
  static TrainedNetwork allocate(TensorScope memory, Network network, TrainingImages training) {
    Parameters parameters = new Parameters(network, memory);
    return new TrainedNetwork(
        Segments.of(List.of(0, training.count()), memory::upload),
        memory.counter(),
        memory.counter(),
        parameters,
        memory.floats(parameters.flat().shape()),
        memory.floats(1));
  }
}
