package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import java.util.List;
import java.util.function.Consumer;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import org.echodc.device.Recording;
import org.echodc.operation.Operation;

/**
 * Operations captured as a CUDA graph, so that many kernels cost one launch.
 *
 * <p>The first replay issues the operations one by one, which allocates the workspaces and
 * constants that they need; the second captures them. A workspace that moves later makes the graph
 * stale, and it is captured anew.
 */
public final class CudaRecording implements Recording {
  private final CudaContext context;
  private final List<Operation> operations;
  private final Consumer<Operation> device;
  private CUgraphExec graph;
  private boolean warm;
  private long generation;

  public CudaRecording(
      CudaContext context, List<Operation> operations, Consumer<Operation> device) {
    this.context = context;
    this.operations = List.copyOf(operations);
    this.device = device;
  }

  @Override
  public void replay() {
    if (!warm) {
      operations.forEach(device);
      warm = true;
      return;
    }
    if (graph == null || generation != context.workspaceGeneration()) {
      close();
      capture();
    }
    context.run("graph launch", stream -> cuGraphLaunch(graph, stream));
  }

  private void capture() {
    generation = context.workspaceGeneration();
    CUgraph captured = new CUgraph();
    context.run(
        "graph capture",
        stream -> {
          cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL);
          try {
            operations.forEach(device);
          } finally {
            cuStreamEndCapture(stream, captured);
          }
          CUgraphExec executable = new CUgraphExec();
          cuGraphInstantiate(executable, captured, 0);
          cuGraphDestroy(captured);
          graph = executable;
        });
  }

  @Override
  public void close() {
    if (graph != null) {
      CUgraphExec stale = graph;
      graph = null;
      context.run("graph destruction", stream -> cuGraphExecDestroy(stale));
    }
  }
}
