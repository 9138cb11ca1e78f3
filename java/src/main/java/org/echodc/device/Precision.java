package org.echodc.device;

/** How the factors of matrix products are rounded; sums are float32 always. */
public enum Precision {
  /** Not at all: float32 on the ordinary cores. */
  FP32,
  /** To 10 bits of mantissa, as NVIDIA's tensor cores read them. */
  TF32
}
