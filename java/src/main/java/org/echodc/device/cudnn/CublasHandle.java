package org.echodc.device.cudnn;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;

import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.runtime.cudaStream_t;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** cuBLAS on the context's stream, with memory of its own, in float32. */
final class CublasHandle {
  /** What NVIDIA advises, and from which compute capability; nothing is allocated later. */
  private static final long WORKSPACE_BYTES = 4L << 20;

  private static final long LARGE_WORKSPACE_BYTES = 32L << 20;
  private static final int LARGE_SINCE_MAJOR = 9;

  private final CudaContext context;
  private final cublasHandle handle = new cublasHandle();

  CublasHandle(CudaContext context) {
    this.context = context;
    long bytes =
        context.gpu().computeMajor() < LARGE_SINCE_MAJOR ? WORKSPACE_BYTES : LARGE_WORKSPACE_BYTES;
    Tensor workspace = context.workspace("cublas", bytes / Float.BYTES);
    context.run(
        "cublasCreate",
        stream -> {
          cublasCreate(handle);
          context.whenClosed(() -> cublasDestroy(handle));
          cublasSetStream(handle, new cudaStream_t(stream)); // forgets the workspace
          cublasSetWorkspace(handle, context.pointer(workspace), bytes);
          // float32 products as float32: TF32 would have to be asked for
          cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH);
        });
    context.noteLibrary("cuBLAS", version());
  }

  /** Such as {@code 12.6.0}. */
  private String version() {
    int[] version = new int[1];
    context.run("cublasGetVersion", stream -> cublasGetVersion(handle, version));
    return Text.format("%d.%d.%d", version[0] / 10_000, version[0] / 100 % 100, version[0] % 100);
  }

  /** Calls the library, giving its exceptions the name of an operation. */
  void run(String operation, Consumer<cublasHandle> call) {
    context.run(operation, stream -> call.accept(handle));
  }

  /** Of a tensor's first element. */
  Pointer pointer(Tensor tensor) {
    return context.pointer(tensor);
  }
}
