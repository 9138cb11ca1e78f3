package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.echodc.device.Precision;

/**
 * How PyTorch runs a network.
 *
 * @param format of weights and activations
 * @param precision FP32, or BF16 for autocasting
 */
public record TorchMode(Format format, Precision precision) {

  /** Order of the elements of images. */
  public enum Format {
    /** Channels, rows, columns. */
    CONTIGUOUS(MemoryFormat.Contiguous),
    /** Rows, columns, channels. */
    CHANNELS_LAST(MemoryFormat.ChannelsLast);

    private final MemoryFormat inPyTorch;

    Format(MemoryFormat inPyTorch) {
      this.inPyTorch = inPyTorch;
    }

    MemoryFormat inPyTorch() {
      return inPyTorch;
    }
  }

  /** Refuses precisions that PyTorch's CPU kernels do not have. */
  public TorchMode {
    if (precision == Precision.TF32) {
      throw new IllegalArgumentException("PyTorch has no TF32 on a CPU");
    }
  }
}
