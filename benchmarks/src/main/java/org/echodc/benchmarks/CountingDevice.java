package org.echodc.benchmarks;

import java.lang.reflect.Method;
import java.util.function.Function;
import org.echodc.device.Device;
import org.echodc.device.ReadBack;
import org.echodc.device.TensorScope;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Computes nothing and adds up the work of the operations that it is asked for. The work of a whole
 * iteration is thereby counted by the program that runs it, and not by a second formula.
 */
final class CountingDevice {
  private Work work = Work.NONE;
  private final Device device =
      OperationProxy.around(
          OperationProxy.of((proxy, method, arguments) -> answer(method, arguments)),
          (name, arguments, operation) -> work = work.plus(OperationWork.of(name, arguments)));

  /** A tensor without memory; equal to itself only, as others are. */
  private static final class Outline implements Tensor {
    private final DataType type;
    private final Shape shape;

    Outline(DataType type, Shape shape) {
      this.type = type;
      this.shape = shape;
    }

    @Override
    public DataType type() {
      return type;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public Tensor view(long offset, Shape viewShape) {
      return new Outline(type, viewShape);
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private static Object answer(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "allocate" -> new Outline((DataType) arguments[0], (Shape) arguments[1]);
      case "activationType" -> DataType.FLOAT32;
      case "allocatedBytes" -> 0L;
      case "readBack" ->
          ReadBack.of(new float[Math.toIntExact(((Tensor) arguments[0]).shape().elements())]);
      case "upload", "download", "synchronize", "close" -> null;
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  /** Work of a program that is set up in the memory it is given, and then run once. */
  static Work work(Function<TensorScope, Runnable> program) {
    CountingDevice counting = new CountingDevice();
    try (TensorScope memory = new TensorScope(counting.device)) {
      Runnable run = program.apply(memory);
      run.run(); // the first run may do what later ones need not, such as drawing a network
      counting.work = Work.NONE;
      run.run();
      return counting.work;
    }
  }
}
