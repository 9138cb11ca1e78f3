package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.randn;

import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.tensor.Shape;

/** The engine's CPU device, and tensors that both sides get. */
final class Engine implements AutoCloseable {
  private static final int THREADS = 2;

  private final Random random;
  private final Device device = Devices.open("cpu", THREADS);
  private final TensorScope memory = new TensorScope(device);

  Engine(long seed) {
    random = new Random(seed);
    // One thread: PyTorch's spin where others wait, which on a busy machine takes minutes.
    Torch.configure(1, seed);
  }

  /** Shape of a batch of images [height, width, channels]. */
  static Shape batch(int count, Shape image) {
    return Shape.of(count, image.extent(0), image.extent(1), image.extent(2));
  }

  /** An image-shaped tensor of ours as PyTorch's: NHWC becomes NCHW. */
  static Tensor channelsFirst(float[] values, Shape shape) {
    return Torch.floats(values, extents(shape)).permute(0, 3, 1, 2).contiguous();
  }

  /** The values of PyTorch's NCHW tensor in our order. */
  static float[] channelsLast(Tensor tensor) {
    return Torch.values(tensor.permute(0, 2, 3, 1));
  }

  private static long[] extents(Shape shape) {
    long[] extents = new long[shape.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = shape.extent(axis);
    }
    return extents;
  }

  /** Normal numbers of deviation 0.2, PyTorch's own. */
  static Tensor fifthOfNormal(long... extents) {
    return randn(extents).mul(Torch.scalar(0.2));
  }

  /** Arrays one after the other. */
  static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The one minus the other. */
  static float[] difference(float[] left, float[] right) {
    float[] difference = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }

  float[] normal(Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  float[] uniform(Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  Augmentation augmentation(TorchAugmentationRows rows) {
    return new Augmentation(
        memory.upload(rows.values(), Shape.of(rows.count(), AugmentationColumn.COUNT)));
  }

  float[] download(org.echodc.tensor.Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    device.download(tensor, values);
    return values;
  }

  Random random() {
    return random;
  }

  Device device() {
    return device;
  }

  TensorScope memory() {
    return memory;
  }

  @Override
  public void close() {
    memory.close();
    device.close();
  }
}
