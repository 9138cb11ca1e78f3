package org.echodc.device.comparison;

import java.util.function.Consumer;

/**
 * One operation on fixed inputs.
 *
 * @param operation its name and shape
 * @param kind what its results may differ by
 * @param body makes inputs and results and times the operation
 */
record OperationCheck(String operation, Kind kind, Consumer<Bench> body) {

  /** How exact an operation is. */
  enum Kind {
    /** Whole numbers, random numbers, copies. */
    EXACT,
    /** Arithmetic in float32 on every device. */
    FLOAT32,
    /** Matrix products, whose factors may be rounded. */
    PRODUCT
  }
}
