package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.echodc.benchmarks.check.BlockCheck;
import org.echodc.benchmarks.check.BlockPass;
import org.echodc.benchmarks.check.ConvolutionCheck;
import org.echodc.benchmarks.check.MmdCheck;
import org.echodc.benchmarks.check.ProductCheck;
import org.echodc.benchmarks.work.ConvolutionSize;
import org.echodc.benchmarks.work.ConvolutionTensors;
import org.echodc.benchmarks.work.MmdSize;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks before timing find what is wrong. */
class ChecksTest {
  private final OpenDevice device = new OpenDevice();

  @BeforeEach
  void open() {
    device.device = OpenDevice.CPU;
    device.precision = OpenDevice.DEFAULT;
    device.open("test", Map.of());
  }

  @AfterEach
  void close() {
    device.close();
  }

  private static void requireWrong(Runnable check) {
    IllegalStateException e = assertThrows(IllegalStateException.class, check::run);
    assertTrue(e.getMessage().contains("is wrong"), e.getMessage());
  }

  /** Adds to an element of a tensor. */
  private void spoil(Tensor tensor, int index, float by) {
    float[] values = device.download(tensor);
    values[index] += by;
    device.get().upload(values, tensor);
  }

  private MmdGradient computed(MmdSize size, boolean withLoss) {
    MmdGradient operation =
        new MmdGradient(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            device.uniform(1, size.classes(), size.synthetic(), size.features()),
            device.uniform(1, size.classes(), size.real(), size.features()),
            device.memory().floats(size.classes(), size.synthetic(), size.features()),
            withLoss ? Optional.of(device.memory().floats(size.classes())) : Optional.empty());
    device.run(operation);
    return operation;
  }

  private void requireRight(MmdGradient operation) {
    assertDoesNotThrow(() -> new MmdCheck(device, operation).require());
  }

  private void requireWrong(MmdGradient operation) {
    requireWrong(() -> new MmdCheck(device, operation).require());
  }

  @Test
  void ofTheMmd() {
    MmdGradient withLoss = computed(new MmdSize(2, 5, 9, 16), true);
    requireRight(withLoss);
    spoil(withLoss.loss().orElseThrow(), 1, 1e-3f);
    requireWrong(withLoss);

    MmdGradient withoutLoss = computed(new MmdSize(2, 5, 9, 16), false);
    requireRight(withoutLoss);
    spoil(withoutLoss.gradient(), 5 * 16 + 3, 1e-3f);
    requireWrong(withoutLoss);
    spoil(withoutLoss.gradient(), 5 * 16 + 3, Float.NaN);
    requireWrong(withoutLoss);
  }

  @Test
  void ofALossThatIsSampled() {
    MmdSize size = new MmdSize(1, 600, 1500, 256); // 2100^2 x 256 multiplications are too many
    MmdGradient operation = computed(size, true);
    requireRight(operation);
    spoil(operation.loss().orElseThrow(), 0, 1e-2f);
    requireWrong(operation);
  }

  @Test
  void ofAProduct() {
    Linear product =
        new Linear(
            new Linear.Parameters(device.uniform(1, 8, 7), device.uniform(1, 7)),
            device.uniform(1, 6, 8),
            device.memory().floats(6, 7));
    device.run(product);
    assertDoesNotThrow(() -> ProductCheck.require(device, product));
    spoil(product.dst(), 41, 0.01f);
    requireWrong(() -> ProductCheck.require(device, product));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofABlock(boolean separate) {
    Shape images = Shape.of(3, 8, 8, 2);
    ConvBlock.Parameters block =
        new ConvBlock.Parameters(
            device.uniform(1, 3, 3, 2, 4), device.uniform(1, 4), device.uniform(1, 4), 1);
    BlockPass forward = BlockPass.forward(device, block, images, separate);
    forward.run(device.get());
    requireFound(forward, forward.forward().dst());

    BlockPass backward = BlockPass.backward(device, block, images, separate);
    backward.prepare(device.get());
    backward.run(device.get());
    requireFound(backward, backward.backward().orElseThrow().gradients().src().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void ofAConvolution(ConvolutionTensors.Pass pass) {
    ConvolutionSize size = ConvolutionSize.parse("7x2x4x3x2");
    ConvolutionTensors tensors = ConvolutionTensors.random(device, size, 3);
    device.run(tensors.operation(pass));
    ConvolutionCheck check = new ConvolutionCheck(device, tensors);
    assertDoesNotThrow(() -> check.require(pass));
    Tensor written = tensors.written(pass);
    spoil(written, Math.toIntExact(written.shape().elements()) - 1, 0.1f);
    requireWrong(() -> check.require(pass));
  }

  /** Finds a wrong number in the last image of what a pass wrote. */
  private void requireFound(BlockPass pass, Tensor written) {
    assertDoesNotThrow(() -> new BlockCheck(device, pass).require());
    spoil(written, Math.toIntExact(written.shape().elements()) - 1, 0.1f);
    requireWrong(() -> new BlockCheck(device, pass).require());
  }
}
