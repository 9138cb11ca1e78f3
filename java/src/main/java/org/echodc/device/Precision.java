package org.echodc.device;

/** How the factors of matrix products are rounded; sums are float32 always. */
public enum Precision {
  /** Not at all: float32 on the ordinary cores. */
  FP32,
  /**
   * To 11 bits of mantissa, the hidden one included, as NVIDIA's tensor cores read them; not at all
   * on a processor.
   */
  TF32,
  /**
   * To 8 bits; results between the blocks of a network, and what they keep, are stored so too,
   * which halves their memory. Only where the gradients of a network's parameters are not wanted.
   */
  BF16
}
