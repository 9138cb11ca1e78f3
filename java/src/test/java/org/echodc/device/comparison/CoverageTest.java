package org.echodc.device.comparison;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.operation.Operation;
import org.echodc.operation.Relu;
import org.echodc.oracle.OracleDevice;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Every operation is in a scenario, and every device and the oracle have a way to run it. */
class CoverageTest {

  /** Operations of networks that no device runs by themselves yet. */
  private static final Set<Class<?>> WITHOUT_A_WAY = Set.of(Relu.class, Relu.Backward.class);

  private static List<Device> devices() {
    return List.of(
        new OracleDevice(),
        Devices.open("cpu", 1),
        Devices.open(DeviceRequest.simulated("cuda", Precision.FP32), reason -> {}),
        Devices.open(DeviceRequest.simulated("cudnn", Precision.FP32), reason -> {}));
  }

  private static List<Operation> operations() {
    OutlineDevice device = new OutlineDevice();
    Scenario.all().forEach(scenario -> scenario.on(device));
    return device.operations();
  }

  private static Set<String> names(Stream<? extends Class<?>> classes) {
    return classes.map(Class::getName).collect(toCollection(TreeSet::new));
  }

  @Test
  void everyOperationIsInAScenario() {
    Stream<Class<?>> all =
        new ClassFileImporter()
            .importPackagesOf(Operation.class).stream()
                .filter(type -> type.isAssignableTo(Operation.class) && !type.isInterface())
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> !WITHOUT_A_WAY.contains(type));
    assertEquals(names(all), names(operations().stream().map(Object::getClass)));
  }

  @Test
  void everyDeviceHasAWayForEveryScenario() {
    List<Operation> operations = operations();
    for (Device device : devices()) {
      try (device) {
        for (Operation operation : operations) {
          assertTrue(
              device.supports(operation), () -> device.info().name() + " has no " + operation);
        }
      }
    }
  }

  /** Or it belongs in a scenario. */
  @Test
  void whatHasNoWayIsOnNoDevice() {
    Outline pixels = Outline.of(DataType.FLOAT32, Shape.of(2, 3));
    List<Operation> operations =
        List.of(new Relu(pixels, pixels), new Relu.Backward(pixels, pixels, pixels));
    assertEquals(names(WITHOUT_A_WAY.stream()), names(operations.stream().map(Object::getClass)));
    for (Device device : devices()) {
      try (device) {
        for (Operation operation : operations) {
          assertFalse(device.supports(operation), () -> device.info().name() + " has " + operation);
        }
      }
    }
  }
}
