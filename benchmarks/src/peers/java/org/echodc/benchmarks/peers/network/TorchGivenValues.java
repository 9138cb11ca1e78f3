package org.echodc.benchmarks.peers.network;

import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.peers.Torch;
import org.echodc.text.Text;

/**
 * The engine's parameters, one after the other as it keeps them: [height, width, in, out] each. A
 * bias that it leaves out, since the normalisation subtracts it again, is 0 here.
 */
public final class TorchGivenValues implements TorchValues {
  private final float[] values;
  private int used;

  /** Gives out all of these. */
  public TorchGivenValues(float[] values) {
    this.values = values;
  }

  @Override
  public Tensor next(Initial initial, long fan, long... extents) {
    if (initial == Initial.SUBTRACTED_BIAS) {
      return zeros(extents);
    }
    int count = Math.toIntExact(Arrays.stream(extents).reduce(1, Math::multiplyExact));
    if (count > values.length - used) {
      throw new IllegalStateException("PyTorch's network has more parameters than the engine's");
    }
    float[] next = Arrays.copyOfRange(values, used, used + count);
    used += count;
    return Torch.floats(next, extents[2], extents[3], extents[1], extents[0])
        .permute(3, 2, 0, 1)
        .contiguous();
  }

  /** Requires that none is left. */
  public void requireAllUsed() {
    if (used != values.length) {
      throw new IllegalStateException(
          Text.format(
              "PyTorch's network has %d parameters, the engine's %d", used, values.length));
    }
  }
}
