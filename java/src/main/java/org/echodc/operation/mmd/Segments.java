package org.echodc.operation.mmd;

import java.util.List;
import java.util.function.Function;
import org.echodc.tensor.Tensor;

/**
 * Consecutive groups of entries, such as the images of each class in a data set sorted by class.
 * Group k holds entries {@code bounds[k] .. bounds[k + 1] - 1}.
 *
 * @param bounds group count + 1 ascending numbers, on the host
 * @param table the same numbers as INT32 [groups + 1] on the device
 */
public record Segments(List<Integer> bounds, Tensor table) {

  /** Groups with the given bounds, which {@code upload} brings to the device. */
  public static Segments of(List<Integer> bounds, Function<int[], Tensor> upload) {
    return new Segments(
        bounds, upload.apply(bounds.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Number of groups. */
  public int groups() {
    return bounds.size() - 1;
  }

  /** Number of entries in a group. */
  public int size(int group) {
    return bounds.get(group + 1) - bounds.get(group);
  }
}
