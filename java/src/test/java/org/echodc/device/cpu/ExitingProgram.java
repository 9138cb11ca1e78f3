package org.echodc.device.cpu;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Fill;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;

/** A program that ends while its daemon threads are computing: in matrix products of oneDNN. */
final class ExitingProgram {
  static final int EXIT_CODE = 7;
  private static final int THREADS = 2;
  private static final int THREADS_OF_DEVICE = 2;

  /** An operation of half a second and more: Java waits 0.3 s at exit for native code to return. */
  private static final int CLASSES = 6;

  private static final int IMAGES = 1000;
  private static final int FEATURES = 2048;

  private ExitingProgram() {}

  /** Ends when every thread has done something, so that there is code to destroy. */
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch computing = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> compute(computing));
      thread.setDaemon(true);
      thread.start();
    }
    computing.await();
    System.exit(EXIT_CODE);
  }

  private static void compute(CountDownLatch computing) {
    Device device = Devices.open("cpu", THREADS_OF_DEVICE);
    TensorScope memory = new TensorScope(device);
    Tensor synthetic = memory.floats(CLASSES, IMAGES, FEATURES);
    Tensor real = memory.floats(CLASSES, IMAGES, FEATURES);
    Tensor gradient = memory.floats(CLASSES, IMAGES, FEATURES);
    device.run(new Fill(synthetic, 0.5f));
    device.run(new Fill(real, 0.25f));
    Mmd mmd = Mmd.unfused(Mmd.Kernel.GAUSSIAN);
    device.run(
        new MmdGradient(
            mmd, synthetic.rows(0, 1), real.rows(0, 1), gradient.rows(0, 1), Optional.empty()));
    computing.countDown();
    while (true) {
      device.run(new MmdGradient(mmd, synthetic, real, gradient, Optional.empty()));
    }
  }
}
