package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.echodc.device.DeviceException;
import org.echodc.device.NoGpuException;
import org.echodc.device.Precision;
import org.echodc.device.cuda.Simulator;
import org.echodc.failure.Cause;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** The GPU, its primary context, one stream, and the memory in use. */
public final class CudaContext implements AutoCloseable {
  private static final String NO_GPU = CUresult.stringFor(CUresult.CUDA_ERROR_NO_DEVICE);

  private final Gpu gpu;
  private final CUcontext context = new CUcontext();
  private final CUstream stream = new CUstream();
  private final String name;
  private final Precision precision;
  private final CudaMemory memory = new CudaMemory(this);
  private final Map<String, Tensor> workspaces = new HashMap<>();
  private final Map<Object, Tensor> constants = new HashMap<>();
  private final Map<String, String> libraries = new HashMap<>();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Queue<CUevent> unreachableEvents = new ConcurrentLinkedQueue<>();
  private final PinnedMemory pinned = new PinnedMemory();
  private Thread thread;
  private long workspaceGeneration;

  /**
   * Starts the first GPU.
   *
   * @param name of the device that computes with it, for messages
   * @throws DeviceException if there is none
   */
  public CudaContext(String name, Precision precision) {
    this.name = name;
    this.precision = precision;
    JCudaDriver.setExceptionsEnabled(true);
    try {
      cuInit(0);
      gpu = Gpu.first(name);
      cuDevicePrimaryCtxRetain(context, gpu.handle());
      makeCurrent();
      cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
    } catch (CudaException e) {
      throw cannotStart(e);
    }
  }

  private DeviceException cannotStart(CudaException e) {
    String what = Text.format("device %s cannot start: %s", name, e.getMessage());
    return NO_GPU.equals(e.getMessage())
        ? new NoGpuException(what)
        : new DeviceException(
            what + "\nSee whether nvidia-smi finds the GPU", e, Cause.DEVICE_UNUSABLE);
  }

  /** Before this context is closed, what was made in it last is closed first. */
  public void whenClosed(Runnable close) {
    closing.push(close);
  }

  /** Takes the version of a library that computes with it. */
  public void noteLibrary(String library, String version) {
    libraries.put(library, version);
  }

  /** Versions of those libraries, by name. */
  public Map<String, String> libraries() {
    return libraries;
  }

  /** Of the device that computes with it. */
  public String name() {
    return name;
  }

  /** A driver's context belongs to a thread; this device may move from one to another. */
  void makeCurrent() {
    if (thread != Thread.currentThread()) {
      cuCtxSetCurrent(context);
      thread = Thread.currentThread();
    }
  }

  CUstream stream() {
    return stream;
  }

  /** Of matrix products. */
  public Precision precision() {
    return precision;
  }

  /** The GPU that it is of. */
  public Gpu gpu() {
    return gpu;
  }

  // Memory

  /** Bytes of all tensors, workspaces and constants. */
  public long allocatedBytes() {
    return memory.allocatedBytes();
  }

  public Tensor allocate(DataType type, Shape shape) {
    return memory.allocate(type, shape);
  }

  /** Address of a tensor's first element. */
  public long address(Tensor tensor) {
    return memory.address(tensor);
  }

  /** {@link #address} as JCuda wants it. */
  public Pointer pointer(Tensor tensor) {
    return DevicePointer.to(address(tensor));
  }

  /**
   * Memory that an operation needs while it runs, kept for its next call; contents undefined.
   *
   * @param name whose it is
   * @param floats elements at least
   * @return FLOAT32 [at least floats]
   */
  public Tensor workspace(String name, long floats) {
    Tensor existing = workspaces.get(name);
    if (existing != null && existing.shape().elements() >= floats) {
      return existing;
    }
    if (existing != null) {
      synchronize();
      existing.close();
      workspaceGeneration++;
    }
    // rows of 64 floats, because an extent is an int
    Shape shape = Shape.of(Math.toIntExact((floats + 63) / 64), 64);
    Tensor grown = allocate(DataType.FLOAT32, shape);
    workspaces.put(name, grown);
    return grown;
  }

  /** {@link #workspace} for doubles. */
  public Tensor doubles(String name, long count) {
    return workspace(name, Math.multiplyExact(count, 2));
  }

  /** Grows whenever a workspace moves, so that a recorded graph can tell that it is stale. */
  long workspaceGeneration() {
    return workspaceGeneration;
  }

  /** Values that never change, uploaded once. The key has equals and names the values. */
  public Tensor constant(Object key, float[] values) {
    return constants.computeIfAbsent(
        key, absent -> uploaded(DataType.FLOAT32, Pointer.to(values), values.length));
  }

  /** As {@link #constant(Object, float[])}. */
  public Tensor constant(Object key, int[] values) {
    return constants.computeIfAbsent(
        key, absent -> uploaded(DataType.INT32, Pointer.to(values), values.length));
  }

  private Tensor uploaded(DataType type, Pointer src, int count) {
    Tensor tensor = allocate(type, Shape.of(count));
    upload(src, tensor);
    return tensor;
  }

  /**
   * Copies from the host, after the work so far. A copy may return when the driver has the values
   * but the GPU does not, and it is not in the stream's order; therefore the wait behind it.
   */
  public void upload(Pointer src, Tensor dst) {
    synchronize();
    run(
        "upload",
        ignored -> {
          cuMemcpyHtoD(DevicePointer.to(address(dst)), src, dst.bytes());
          cuCtxSynchronize();
        });
  }

  /** Host memory for asynchronous copies. */
  PinnedMemory pinned() {
    return pinned;
  }

  // Stream

  /** Takes an event that nobody can ask any more, from any thread: a context belongs to one. */
  void noteUnreachable(CUevent event) {
    unreachableEvents.add(event);
  }

  /** Destroys such events. */
  void destroyUnreachableEvents() {
    makeCurrent();
    for (CUevent event = unreachableEvents.poll();
        event != null;
        event = unreachableEvents.poll()) {
      cuEventDestroy(event);
    }
  }

  /** Waits for the work so far; what failed in it is reported here. */
  public void synchronize() {
    run("synchronize", ignored -> cuStreamSynchronize(stream));
  }

  /** Calls the driver, giving its exceptions the name of an operation. */
  public void run(String operation, Consumer<CUstream> call) {
    makeCurrent();
    try {
      call.accept(stream);
    } catch (CudaException e) {
      throw failure(operation, e);
    }
  }

  /** What is thrown when the driver refuses an operation. */
  DeviceException failure(String operation, CudaException e) {
    return new DeviceException(
        Text.format("device %s failed in %s: %s", name, operation, cause(e)), e);
  }

  /** What a driver's exception says, and what the simulated driver adds. */
  static String cause(CudaException e) {
    String detail = Simulator.isLoaded() ? Simulator.lastError() : "";
    return detail.isEmpty() ? e.getMessage() : e.getMessage() + ": " + detail;
  }

  @Override
  public void close() {
    destroyUnreachableEvents();
    closing.forEach(Runnable::run);
    workspaces.values().forEach(Tensor::close);
    constants.values().forEach(Tensor::close);
    pinned.close();
    cuStreamDestroy(stream);
    cuDevicePrimaryCtxRelease(gpu.handle());
  }
}
