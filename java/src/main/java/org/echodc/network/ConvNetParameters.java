package org.echodc.network;

import java.util.ArrayList;
import java.util.List;
import org.echodc.device.TensorScope;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Initialize;
import org.echodc.operation.Linear;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.UniformSegment;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Parameters of a ConvNet, or gradients in the same layout: one flat tensor, so that initialisation
 * and SGD are one operation each, and views of it for every layer (weight, scale and shift of each
 * block, then weight and bias of the classifier).
 */
public final class ConvNetParameters {
  private final ConvNetSpec spec;
  private final Tensor flat;
  private final List<ConvBlock.Parameters> blocks;
  private final Linear.Parameters classifier;

  /** Allocates parameters with undefined values. */
  public ConvNetParameters(TensorScope memory, ConvNetSpec spec) {
    this.spec = spec;
    int size = spec.initialDistribution().stream().mapToInt(UniformSegment::size).sum();
    flat = memory.floats(size);
    Views views = new Views(flat);
    List<ConvBlock.Parameters> made = new ArrayList<>();
    for (int block = 0; block < spec.depth(); block++) {
      made.add(
          new ConvBlock.Parameters(
              views.next(3, 3, spec.inputChannels(block), spec.width()),
              views.next(spec.width()),
              views.next(spec.width()),
              spec.padding(block)));
    }
    blocks = List.copyOf(made);
    classifier =
        new Linear.Parameters(
            views.next(spec.features(), spec.classes()), views.next(spec.classes()));
  }

  /** Consecutive views of a tensor. */
  private static final class Views {
    private final Tensor tensor;
    private long used;

    Views(Tensor tensor) {
      this.tensor = tensor;
    }

    Tensor next(int... extents) {
      Shape shape = Shape.of(extents);
      Tensor view = tensor.view(used, shape);
      used += shape.elements();
      return view;
    }
  }

  /** What draws new initial values. */
  public Operation initialize(RandomKey key) {
    return new Initialize(key, spec.initialDistribution(), flat);
  }

  /** All parameters, [parameters]. */
  public Tensor flat() {
    return flat;
  }

  /** The convolution blocks, first to last. */
  public List<ConvBlock.Parameters> blocks() {
    return blocks;
  }

  /** The classifier, [features, classes]. */
  public Linear.Parameters classifier() {
    return classifier;
  }
}
