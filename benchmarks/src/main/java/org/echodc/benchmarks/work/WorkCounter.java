package org.echodc.benchmarks.work;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Event;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A device that computes nothing on tensors without memory, and adds up the work of the operations
 * that it is asked to run. The work of a whole iteration is thereby counted by the program that
 * runs it, and not by a second formula.
 */
public final class WorkCounter implements Device {
  private Work work = Work.NONE;

  private WorkCounter() {}

  /** Work of a program that is set up in the memory it is given, and then run once. */
  public static Work of(Function<TensorScope, Runnable> program) {
    WorkCounter counter = new WorkCounter();
    try (TensorScope memory = new TensorScope(counter)) {
      Runnable run = program.apply(memory);
      run.run(); // the first run may do what later ones need not, such as drawing a network
      counter.work = Work.NONE;
      run.run();
      return counter.work;
    }
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("counter", "none", 1, Map.of());
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return Outline.of(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    // there is no memory
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    // there is no memory
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    // there is no memory
  }

  /** Leaves the host's values as they are. */
  @Override
  public void download(Tensor src, float[] dst) {
    // there is no memory
  }

  /** Leaves the host's values as they are. */
  @Override
  public void download(Tensor src, int[] dst) {
    // there is no memory
  }

  /** Zeros. */
  @Override
  public ReadBack readBack(Tensor src) {
    return ReadBack.of(new float[Math.toIntExact(src.shape().elements())]);
  }

  /** Work is that in FLOAT32 for every device, so that rates compare. */
  @Override
  public boolean supports(Operation operation) {
    return operation.tensors().stream().noneMatch(t -> t.type() == DataType.BFLOAT16);
  }

  @Override
  public void run(Operation operation) {
    work = work.plus(Work.of(operation));
  }

  @Override
  public Recording record(List<Operation> operations) {
    return Recording.reissuing(operations, this::run);
  }

  @Override
  public void synchronize() {
    // there is nothing to wait for
  }

  /** All events are at one time. */
  @Override
  public Event recordEvent() {
    return earlier -> 0;
  }

  @Override
  public void close() {
    // nothing is held
  }
}
