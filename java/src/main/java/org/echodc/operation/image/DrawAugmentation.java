package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Draws the parameters of an augmentation, one row a group g. Words of group g: block 0 flip,
 * brightness, saturation, contrast; block 1 choice of the warp (uniform over those in the policy,
 * in their order), first and second parameter; block 2 cutout row and column. Whole numbers in
 * [low, high] are {@code low + floor(u (high - low + 1))}; cutout centres lie in [0, size] for an
 * even side of the square and in [0, size - 1] for an odd one. What the policy lacks is neutral.
 *
 * @param imageSize height and width of the images
 * @param dst FLOAT32 [groups, {@code AugmentationColumn.COUNT}]
 */
public record DrawAugmentation(RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst)
    implements Operation {

  @Override
  public void check() {
    Arguments arguments = key.check(Arguments.of(this));
    arguments.atLeast("imageSize", 1, imageSize);
    arguments.rank("dst", dst, DataType.FLOAT32, 2);
    arguments.floats("dst", dst, dst.shape().extent(0), AugmentationColumn.COUNT);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
