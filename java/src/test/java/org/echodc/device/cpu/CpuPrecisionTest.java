package org.echodc.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Activations are stored as BF16 where that is the device's precision, and nowhere else. */
class CpuPrecisionTest {
  private static final Shape IMAGES = Shape.of(1, 8, 8, 8);

  private static ConvBlock block(TensorScope memory, DataType src, DataType dst) {
    Tensor weight = memory.floats(3, 3, 8, 8);
    ConvBlock.Parameters block =
        new ConvBlock.Parameters(weight, memory.floats(8), memory.floats(8), 1);
    return new ConvBlock(
        block,
        memory.allocate(src, IMAGES),
        memory.allocate(dst, block.resultShape(IMAGES)),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, FLOAT32, FLOAT32, true",
    "FP32, FLOAT32, BFLOAT16, false",
    "FP32, BFLOAT16, FLOAT32, false",
    "BF16, FLOAT32, FLOAT32, true",
    "BF16, FLOAT32, BFLOAT16, true",
    "BF16, BFLOAT16, BFLOAT16, true"
  })
  void typesFollowThePrecision(Precision precision, DataType src, DataType dst, boolean supported) {
    try (Device device = new CpuDevice(1, precision);
        TensorScope memory = new TensorScope(device)) {
      assertEquals(supported, device.supports(block(memory, src, dst)));
    }
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    try (Device device = new CpuDevice(1, Precision.FP32);
        TensorScope memory = new TensorScope(device)) {
      ConvBlock block = block(memory, DataType.FLOAT32, DataType.BFLOAT16);
      DeviceException error = assertThrows(DeviceException.class, () -> device.run(block));
      assertEquals("device cpu has no way to run convBlock: " + block, error.getMessage());
    }
  }
}
