package org.echodc.network.zoo;

import org.echodc.network.Value;

/** What halves height and width. */
public enum Pooling {
  /** Nothing does. */
  NONE,
  /** The largest of 2x2 pixels. */
  MAX,
  /** The mean of 2x2 pixels. */
  AVERAGE;

  private static final int SIDE = 2;

  Value of(Value x) {
    return switch (this) {
      case NONE -> x;
      case MAX -> x.maxPool(SIDE, SIDE, 0);
      case AVERAGE -> x.averagePool(SIDE, SIDE);
    };
  }
}
