package org.echodc.device;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Memory, one in-order stream of work, and ways to run {@link Operation}s. Scratch memory of an
 * operation is a workspace of the device, which grows to the largest that was needed; activations
 * are in tensors of the caller, who may put them into an arena.
 *
 * <p>Results are bitwise the same from run to run and for any number of threads. Operations may
 * return before their work is done; {@code download} and {@code synchronize} wait for it. In the
 * steady state (shapes seen before) they allocate nothing.
 *
 * <p>Arguments of wrong shape or type give an {@link IllegalArgumentException} that names the
 * operation, what was expected and what was given; failures of the device a {@link
 * DeviceException}. A device is used by one thread at a time.
 */
public interface Device extends AutoCloseable {

  /** What this device is. */
  DeviceInfo info();

  // Memory

  /**
   * Allocates a tensor whose contents are undefined.
   *
   * @throws DeviceException if there is not enough memory; says how much was asked for
   */
  Tensor allocate(DataType type, Shape shape);

  /** Bytes held by tensors and by the operations' workspaces. */
  long allocatedBytes();

  /** Copies host values into a FLOAT32 tensor of the same number of elements. */
  void upload(float[] src, Tensor dst);

  /** Copies host values into an INT32 tensor of the same number of elements. */
  void upload(int[] src, Tensor dst);

  /** Copies host values into a UINT8 tensor of the same number of elements. */
  void upload(byte[] src, Tensor dst);

  /** Waits for the work so far and copies a FLOAT32 tensor to the host. */
  void download(Tensor src, float[] dst);

  /** Waits for the work so far and copies an INT32 tensor to the host. */
  void download(Tensor src, int[] dst);

  /**
   * Copies a FLOAT32 tensor to the host behind the work so far, without waiting for it: what is
   * issued later may overwrite the tensor.
   */
  ReadBack readBack(Tensor src);

  // Work

  /**
   * Whether there is a way to run an operation. Its tensors need no memory yet: only their types
   * and shapes are looked at.
   */
  boolean supports(Operation operation);

  /**
   * Issues an operation.
   *
   * @throws IllegalArgumentException if it breaks its contract
   * @throws DeviceException if there is no way to run it; names operation, shapes and device
   */
  void run(Operation operation);

  /**
   * Prepares operations to be issued many times, by {@link Recording#replay}. They are checked
   * once; a device may record them once and replay the record.
   *
   * @throws IllegalArgumentException if one of them breaks its contract
   * @throws DeviceException if there is no way to run one of them
   */
  Recording record(List<Operation> operations);

  /** Waits for the work so far. */
  void synchronize();

  /** Marks this point of the stream. */
  Event recordEvent();

  @Override
  void close();
}
