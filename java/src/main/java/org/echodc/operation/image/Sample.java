package org.echodc.operation.image;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.mmd.Segments;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Draws entries of each group without replacement: {@code dst[k, j] = bounds[k] + p_k(first + j)},
 * p_k a keyed permutation of the group's numbers 0 .. size - 1.
 *
 * <p>p_k is a balanced Feistel network of six rounds over the smallest domain {@code 2^(2h) >=
 * size} (h at least 1), applied again while the result is not below the size (cycle walking). From
 * x = (left = x >>> h, right = x mod 2^h), round r sets (left, right) = (right, left xor (mix(right
 * xor key_r) mod 2^h)), mix being MurmurHash3's 32-bit finaliser; key_0 .. key_5 are the first six
 * words of blocks 0 and 1, group k.
 *
 * @param segments the groups
 * @param first position in the permutation at which to begin
 * @param dst INT32 [groups, count], {@code first + count} at most the size of every group
 */
public record Sample(RandomKey key, Segments segments, int first, Tensor dst) implements Operation {

  @Override
  public void check() {
    Arguments arguments = key.check(Arguments.of(this));
    arguments.ints("segments", segments.table(), segments.groups() + 1);
    arguments.rank("dst", dst, DataType.INT32, 2);
    int count = dst.shape().extent(1);
    arguments.ints("dst", dst, segments.groups(), count);
    for (int group = 0; group < segments.groups(); group++) {
      int left = segments.size(group) - first;
      arguments.require(
          first >= 0 && count <= left,
          "dst",
          "at most " + left + " entries of group " + group + " from position " + first + " on",
          dst);
    }
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
