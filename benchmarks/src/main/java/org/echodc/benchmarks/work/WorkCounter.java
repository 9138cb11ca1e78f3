package org.echodc.benchmarks.work;

import java.util.function.Function;
import org.echodc.device.memory.OutlineDevice;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;

/**
 * Adds up the work of the operations of a program that runs on a device of outlines. The work of a
 * whole iteration is thereby counted by the program that runs it, and not by a second formula.
 */
public final class WorkCounter {
  private Work work = Work.NONE;

  private WorkCounter() {}

  /** Work of a program that is set up in the memory it is given, and then run once. */
  public static Work of(Function<TensorScope, Runnable> program) {
    WorkCounter counter = new WorkCounter();
    try (TensorScope memory = new TensorScope(new Float32Device(counter))) {
      Runnable run = program.apply(memory);
      run.run(); // the first run may do what later ones need not, such as drawing a network
      counter.work = Work.NONE;
      run.run();
      return counter.work;
    }
  }

  private void count(Operation operation) {
    work = work.plus(Work.of(operation));
  }

  /** Work is that in FLOAT32 for every device, so that rates compare. */
  private static final class Float32Device extends OutlineDevice {
    Float32Device(WorkCounter counter) {
      super(counter::count);
    }

    @Override
    public boolean supports(Operation operation) {
      return operation.tensors().stream().noneMatch(t -> t.type() == DataType.BFLOAT16);
    }
  }
}
