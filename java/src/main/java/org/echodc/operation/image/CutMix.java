package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * CutMix (Yun et al., ICCV 2019) of a batch with a permutation of itself, mixing ratio uniform in
 * [0, 1), that is Beta(1, 1).
 *
 * <p>Words of group 0, block 0: whether to mix (u &lt; probability), ratio r, row and column of the
 * box's centre, {@code floor(u size)}. The box has half-extents {@code floor(side sqrt(1 - r)) / 2}
 * (whole division) and is clipped. Image i takes the box from image p(i), p the keyed permutation
 * of {@link Sample} with group 1. The weight is 1 - clipped box area / image area.
 *
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst like {@code src}
 * @param labels its labels are read, its partners and weight written
 */
public record CutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels)
    implements Operation {

  @Override
  public void check() {
    Arguments arguments = key.check(Arguments.of(this));
    arguments.require(probability >= 0 && probability <= 1, "probability", "0 to 1", probability);
    arguments.rank("src", src, DataType.FLOAT32, 4);
    arguments.floats("dst", dst, src.shape());
    labels.check(arguments, src.shape().extent(0));
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst, labels.partners(), labels.weight());
  }
}
