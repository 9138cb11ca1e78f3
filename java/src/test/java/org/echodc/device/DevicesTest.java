package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code auto} says of a GPU that it does not take. */
class DevicesTest {

  private static List<DeviceNotice> noticesOf(DeviceException failure) {
    List<DeviceNotice> notices = new ArrayList<>();
    try (Device chosen =
        Devices.first(
            () -> {
              throw failure;
            },
            () -> Devices.open("cpu", 1),
            notices::add)) {
      assertEquals("cpu", chosen.info().name());
    }
    return notices;
  }

  @Test
  void noGpuIsWorthOneLine() {
    List<DeviceNotice> notices = noticesOf(new NoGpuException("no driver runs here\nInstall one"));
    assertEquals(1, notices.size());
    assertFalse(notices.get(0).warning());
    assertEquals("using device cpu: no driver runs here", notices.get(0).message());
  }

  @Test
  void aGpuThatCannotBeUsedIsAWarningWithCauseAndCure() {
    List<DeviceNotice> notices = noticesOf(new DeviceException("no library\nInstall it"));
    assertEquals(1, notices.size());
    assertTrue(notices.get(0).warning());
    assertTrue(notices.get(0).message().endsWith("no library\nInstall it"), notices.toString());
  }
}
