package org.echodc.operation.training;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Fills consecutive segments with uniform numbers. Element i of {@code dst} takes word {@code i %
 * 4} of block {@code i / 4}, group 0: {@code low + (high - low) u}.
 *
 * @param segments sizes that add up to the elements of {@code dst}
 * @param dst FLOAT32, any shape
 */
public record Initialize(RandomKey key, List<UniformSegment> segments, Tensor dst)
    implements Operation {

  /** Keeps an immutable copy. */
  public Initialize {
    segments = List.copyOf(segments);
  }

  @Override
  public void check() {
    long elements = segments.stream().mapToLong(UniformSegment::size).sum();
    key.check(Arguments.of(this)).elements("dst", dst, DataType.FLOAT32, elements);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
