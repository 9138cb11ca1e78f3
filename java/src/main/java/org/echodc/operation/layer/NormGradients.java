package org.echodc.operation.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Gradients around a normalisation.
 *
 * @param dst w.r.t. the result; read
 * @param src w.r.t. the input, where wanted
 * @param affine w.r.t. the parameters, summed over the batch, where wanted
 */
public record NormGradients(Tensor dst, Optional<Tensor> src, Optional<Affine> affine) {

  void check(Arguments arguments, Shape images, Shape parameters) {
    arguments.floats("dstGradient", dst, images);
    src.ifPresent(wanted -> arguments.floats("srcGradient", wanted, images));
    affine.ifPresent(
        wanted ->
            arguments
                .floats("scaleGradient", wanted.scale(), parameters)
                .floats("shiftGradient", wanted.shift(), parameters));
  }

  List<Tensor> wanted() {
    List<Tensor> wanted = new ArrayList<>();
    src.ifPresent(wanted::add);
    affine.ifPresent(parameters -> wanted.addAll(parameters.both()));
    return wanted;
  }
}
