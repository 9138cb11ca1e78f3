package org.echodc.device.operation;

import org.echodc.tensor.Tensor;

/**
 * Augmentation of a batch by drawn parameters. The batch is cut into equal consecutive groups, as
 * many as the table has rows; all images of group g are transformed by row g.
 *
 * @param table FLOAT32 [groups, {@link AugmentationColumn#COUNT}]; neutral rows change nothing
 */
public record Augmentation(Tensor table) {}
