package org.echodc.network.zoo;

import org.echodc.network.Value;

/** What normalises the results of a network's convolutions. */
public enum Norm {
  /** Nothing. */
  NONE,
  /** Batch normalisation. */
  BATCH,
  /** Over channels and pixels together, with a factor and a summand of each element. */
  LAYER,
  /** Over the pixels of each channel. */
  INSTANCE,
  /** Over the pixels of {@link #GROUPS} groups of channels. */
  GROUP;

  /** How many groups the field's ConvNet has. */
  private static final int GROUPS = 4;

  /** The value, normalised. */
  Value of(Value x) {
    return switch (this) {
      case NONE -> x;
      case BATCH -> x.batchNorm();
      case LAYER -> x.layerNorm();
      case INSTANCE -> x.instanceNorm();
      case GROUP -> x.groupNorm(GROUPS);
    };
  }

  /**
   * Whether a bias of the convolution before it would be subtracted again, so that it has neither
   * effect nor gradient: networks leave it out.
   */
  boolean subtractsBias() {
    return this == BATCH || this == INSTANCE;
  }
}
