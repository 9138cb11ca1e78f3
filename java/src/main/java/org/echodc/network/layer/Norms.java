package org.echodc.network.layer;

import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;
import org.echodc.tensor.Shape;

/** What the layers of normalisations have in common: scale and shift, and their gradients. */
final class Norms {
  private Norms() {}

  static List<Parameter> parameters(Shape shape) {
    return List.of(Parameter.constant("scale", shape, 1), Parameter.constant("shift", shape, 0));
  }

  /** A mean and an inverse deviation of this shape. */
  static List<Layer.Saved> saved(Shape shape) {
    Layer.Saved statistic = new Layer.Saved(shape, false);
    return List.of(statistic, statistic);
  }

  static Affine affine(NodeTensors node) {
    return new Affine(node.parameter(0), node.parameter(1));
  }

  /** Those of each image. */
  static Moments moments(NodeTensors node) {
    return new Moments(node.saved(0), node.saved(1));
  }

  static NormGradients gradients(NodeTensors node) {
    Optional<Affine> affine =
        node.parameterGradient(0)
            .map(scale -> new Affine(scale, node.parameterGradient(1).orElseThrow()));
    return new NormGradients(node.resultGradient(), node.inputGradient(0), affine);
  }
}
