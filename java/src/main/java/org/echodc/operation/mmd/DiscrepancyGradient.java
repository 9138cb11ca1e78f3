package org.echodc.operation.mmd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Gradient of a discrepancy of each class w.r.t. its synthetic features. */
public sealed interface DiscrepancyGradient extends Operation
    permits MmdGradient, MeanDistanceGradient {

  /** FLOAT32 [classes, M, D]. */
  Tensor synthetic();

  /** FLOAT32 [classes, N, D]. */
  Tensor real();

  /** FLOAT32 [classes, M, D]. */
  Tensor gradient();

  /** FLOAT32 [classes], the discrepancies themselves, where they are wanted. */
  Optional<Tensor> loss();

  @Override
  default void check() {
    Arguments arguments = Arguments.of(this);
    arguments.rank("synthetic", synthetic(), DataType.FLOAT32, 3);
    arguments.rank("real", real(), DataType.FLOAT32, 3);
    Shape shape = synthetic().shape();
    arguments.floats("real", real(), shape.extent(0), real().shape().extent(1), shape.extent(2));
    arguments.floats("gradient", gradient(), shape);
    loss().ifPresent(wanted -> arguments.floats("loss", wanted, shape.extent(0)));
  }

  @Override
  default List<Tensor> writes() {
    List<Tensor> written = new ArrayList<>(List.of(gradient()));
    loss().ifPresent(written::add);
    return written;
  }
}
