package org.echodc.operation.layer;

import org.echodc.operation.Arguments;
import org.echodc.tensor.Tensor;

/**
 * Labels of a batch whose images may be mixed in pairs (CutMix): the loss is {@code weight
 * CE(labels) + (1 - weight) CE(partners)}.
 *
 * @param labels INT32 [batch]
 * @param partners INT32 [batch], labels of the images that were mixed in
 * @param weight FLOAT32 [1], share of the own label, 1 where nothing was mixed
 */
public record MixedLabels(Tensor labels, Tensor partners, Tensor weight) {

  /** Holds the labels of a batch to their shapes. */
  public void check(Arguments arguments, int batch) {
    arguments
        .ints("labels", labels, batch)
        .ints("partners", partners, batch)
        .floats("weight", weight, 1);
  }
}
