package org.echodc.device.refusal;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.echodc.device.CheckedDevice;
import org.echodc.device.Device;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.oracle.OracleDevice;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A call that {@link CheckedDevice} must refuse, saying which argument is wrong, what it wanted and
 * what it got.
 *
 * @param operation with whose name the message begins
 * @param named what else the message must name
 */
record Refusal(String operation, Consumer<Device> call, List<String> named) {
  private static final Device DEVICE = new CheckedDevice(new OracleDevice());

  static Refusal wrong(String operation, Consumer<Device> call, String... named) {
    return new Refusal(operation, call, List.of(named));
  }

  void check() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> call.accept(DEVICE));
    String message = refusal.getMessage();
    assertTrue(message.startsWith(operation + ": "), message);
    assertAll(named.stream().map(name -> () -> assertTrue(message.contains(name), message)));
  }

  static Tensor floats(int... extents) {
    return DEVICE.allocate(DataType.FLOAT32, Shape.of(extents));
  }

  static Tensor ints(int... extents) {
    return DEVICE.allocate(DataType.INT32, Shape.of(extents));
  }

  static Tensor bytes(int... extents) {
    return DEVICE.allocate(DataType.UINT8, Shape.of(extents));
  }

  static MixedLabels labels(int batch) {
    return new MixedLabels(ints(batch), ints(batch), floats(1));
  }

  @Override
  public String toString() {
    return operation + " " + named;
  }
}
