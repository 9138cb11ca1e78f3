package org.echodc.operation.training;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Fills consecutive segments with random numbers. Element i of {@code dst} takes word {@code i % 4}
 * of block {@code i / 4}, group 0.
 *
 * <p>A uniform number is {@code low + (high - low) u}. Normal ones come in pairs from two words
 * (Box and Muller): of the words 0 and 1, or 2 and 3, with the uniform numbers u and v, the first
 * is {@code mean + deviation r cos(2 pi v)} and the second the same with the sine, {@code r =
 * sqrt(-2 ln(u + 2^-24))}. Both are computed in double precision and rounded once, so that devices
 * whose logarithms differ in a last bit give another float32 about once in 10^8 numbers.
 *
 * @param segments sizes that add up to the elements of {@code dst}
 * @param dst FLOAT32, any shape
 */
public record Initialize(RandomKey key, List<InitialSegment> segments, Tensor dst)
    implements Operation {

  /** Keeps an immutable copy. */
  public Initialize {
    segments = List.copyOf(segments);
  }

  @Override
  public void check() {
    long elements = segments.stream().mapToLong(InitialSegment::size).sum();
    key.check(Arguments.of(this)).elements("dst", dst, DataType.FLOAT32, elements);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
