package org.echodc.device.cudnn;

import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnGetVersion;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** cuDNN on the context's stream. */
final class CudnnHandle {
  /** Factors of an operation's result, on the host. */
  static final Pointer ONE = Pointer.to(new float[] {1});

  /** A result's factor before it is added to: its old values do not matter. */
  static final Pointer ZERO = Pointer.to(new float[] {0});

  /** How JCudnn's classes, which are older, call the statuses of cuDNN 9. */
  private static final Pattern NUMBER = Pattern.compile("\\d+$");

  private final CudaContext context;
  private final cudnnHandle handle = new cudnnHandle();

  CudnnHandle(CudaContext context) {
    this.context = context;
    context.run(
        "cudnnCreate",
        stream -> {
          cudnnCreate(handle);
          context.whenClosed(() -> cudnnDestroy(handle));
          cudnnSetStream(handle, new cudaStream_t(stream));
        });
    context.noteLibrary("cuDNN", version());
  }

  /** Such as {@code 9.1.0}. */
  private static String version() {
    long version = cudnnGetVersion();
    return Text.format("%d.%d.%d", version / 10_000, version / 100 % 100, version % 100);
  }

  CudaContext context() {
    return context;
  }

  /** Calls the library, giving its exceptions the name of an operation and of the status. */
  void run(String operation, Consumer<cudnnHandle> call) {
    context.run(
        operation,
        stream -> {
          try {
            call.accept(handle);
          } catch (CudaException e) {
            throw new CudaException(named(e.getMessage()), e);
          }
        });
  }

  private static String named(String message) {
    Matcher number = NUMBER.matcher(message);
    return number.find() ? cudnnGetErrorString(Integer.parseInt(number.group())) : message;
  }

  /** Of a tensor's first element. */
  Pointer pointer(Tensor tensor) {
    return context.pointer(tensor);
  }
}
