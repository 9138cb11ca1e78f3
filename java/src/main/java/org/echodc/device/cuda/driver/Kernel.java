package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import org.echodc.device.DeviceException;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** One kernel, ready to be launched. */
public final class Kernel {
  private static final int SHARED_WITHOUT_ASKING = 48 * 1024;

  private final CudaContext context;
  private final String name;
  private final CUfunction function;
  private int sharedLimit = SHARED_WITHOUT_ASKING;

  Kernel(CudaContext context, String name, CUfunction function) {
    this.context = context;
    this.name = name;
    this.function = function;
  }

  /**
   * Launches on the device's stream.
   *
   * @param arguments in the kernel's order: a Tensor or an Optional of one becomes a pointer, null
   *     where absent; Integer, Long and Float become int, long long and float; a Shape becomes its
   *     extents, and a List what is in it
   * @throws DeviceException naming kernel, grid and arguments if the driver refuses
   */
  public void launch(Grid grid, Object... arguments) {
    context.makeCurrent();
    Pointer[] parameters =
        Arrays.stream(arguments).flatMap(this::parameters).toArray(Pointer[]::new);
    try {
      allowShared(grid.sharedBytes());
      cuLaunchKernel(
          function,
          Math.toIntExact(grid.x()),
          grid.y(),
          grid.z(),
          grid.threads(),
          1,
          1,
          grid.sharedBytes(),
          context.stream(),
          Pointer.to(parameters),
          null);
    } catch (CudaException e) {
      throw context.failure(
          Text.format("kernel %s (%s; arguments %s)", name, grid, describe(arguments)), e);
    }
  }

  private void allowShared(int bytes) {
    if (bytes > sharedLimit) {
      cuFuncSetAttribute(
          function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes);
      sharedLimit = bytes;
    }
  }

  private Stream<Pointer> parameters(Object argument) {
    if (argument instanceof List<?> list) {
      return list.stream().flatMap(this::parameters);
    } else if (argument instanceof Shape shape) {
      return IntStream.range(0, shape.rank()).mapToObj(axis -> parameter(shape.extent(axis)));
    }
    return Stream.of(parameter(argument));
  }

  private Pointer parameter(Object argument) {
    if (argument instanceof Tensor tensor) {
      return Pointer.to(new long[] {context.address(tensor)});
    } else if (argument instanceof Optional<?> optional) {
      return optional.map(this::parameter).orElseGet(() -> Pointer.to(new long[] {0}));
    } else if (argument instanceof Integer value) {
      return Pointer.to(new int[] {value});
    } else if (argument instanceof Long value) {
      return Pointer.to(new long[] {value});
    } else if (argument instanceof Float value) {
      return Pointer.to(new float[] {value});
    }
    throw new IllegalArgumentException(
        Text.format("kernel %s: %s is no kind of argument", name, argument));
  }

  private static String describe(Object[] arguments) {
    return Arrays.stream(arguments).map(Object::toString).collect(Collectors.joining(", "));
  }
}
