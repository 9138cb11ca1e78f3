package org.echodc.device.cuda.mmd;

import java.util.List;
import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * The features that a discrepancy is of.
 *
 * @param shape their sizes
 * @param synthetic [K, M, D]
 * @param real [K, N, D]
 * @param means [K, D], subtracted from every feature of a class; absent for none
 */
public record Features(FeatureShape shape, Tensor synthetic, Tensor real, Optional<Tensor> means) {

  /** The first arguments of kernels that take all features of a class as rows of one matrix. */
  List<Object> rowArguments() {
    return List.of(shape.synthetic(), shape.rows(), shape.dimensions(), synthetic, real, means);
  }
}
