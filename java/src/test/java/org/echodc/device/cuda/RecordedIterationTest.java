package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.condense.Initialization;
import org.echodc.condense.Objective;
import org.echodc.data.DatasetCatalog;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.Mmd;
import org.junit.jupiter.api.Test;

/** What iterations compute that are replayed from a recorded graph. */
class RecordedIterationTest {
  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  private static CondensationConfig config(int iterations) {
    return new CondensationConfig(
        Objective.ECHO,
        Mmd.fused(Mmd.Kernel.GAUSSIAN),
        new Decoding(1, 2),
        Initialization.MIX,
        iterations,
        3,
        200,
        2,
        1,
        0.5f,
        8,
        3,
        AugmentationPolicy.parse("color_crop_cutout"),
        1,
        7);
  }

  private static Device simulated() {
    return Devices.open(DeviceRequest.simulated(Precision.FP32), reason -> {});
  }

  @Test
  void aReplayedGraphDrawsAnewAndComputesWhatSingleLaunchesDo() {
    try (Device device = simulated();
        Device cpu = Devices.open("cpu", 1)) {
      List<Float> replayed = losses(device, 4);
      List<Float> expected = losses(cpu, 4);

      assertEquals(4 * dataset.classes(), expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i), replayed.get(i), 1e-5 + 1e-4 * expected.get(i), "loss " + i);
      }
    }
  }

  private List<Float> losses(Device device, int iterations) {
    List<Float> losses = new ArrayList<>();
    new Condensation(device, dataset, config(iterations))
        .run(
            new CondensationProgress() {
              @Override
              public void loss(int iteration, List<Float> classLosses, double seconds) {
                losses.addAll(classLosses);
              }
            });
    return losses;
  }
}
