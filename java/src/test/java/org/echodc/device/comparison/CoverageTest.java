package org.echodc.device.comparison;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.OutlineDevice;
import org.echodc.operation.Operation;
import org.echodc.oracle.OracleDevice;
import org.junit.jupiter.api.Test;

/** Every operation is in a scenario, and every device and the oracle have a way to run it. */
class CoverageTest {

  private static List<Device> devices() {
    return List.of(
        new OracleDevice(),
        Devices.open("cpu", 1),
        Devices.open(DeviceRequest.simulated("cuda", Precision.FP32), reason -> {}),
        Devices.open(DeviceRequest.simulated("cudnn", Precision.FP32), reason -> {}));
  }

  private static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    Device device = new OutlineDevice(operations::add);
    Scenario.all().forEach(scenario -> scenario.on(device));
    return operations;
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
                .map(JavaClass::reflect);
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
}
