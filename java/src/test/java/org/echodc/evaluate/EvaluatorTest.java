package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.Devices;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an evaluation tells its listener. */
class EvaluatorTest {
  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
  private final Device device = Devices.open("cpu", 2);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private static EvaluationConfig config(int epochs) {
    return new EvaluationConfig(
        Architecture.convNet(8, 3),
        EvaluationConfig.Training.of(epochs, 0.01f),
        AugmentationPolicy.parse("color_crop"),
        0.5f,
        2,
        3);
  }

  private AccuracyStatistics evaluate(EvaluationConfig config, EvaluationProgress progress) {
    SyntheticSet set =
        new SyntheticInitializer(device, dataset, 1).create(Initialization.MIX, new Decoding(2, 2));
    try (Evaluator evaluator = new Evaluator(device, dataset, config)) {
      return evaluator.evaluate(set, progress);
    }
  }

  /** Notes the accuracies, tested after every other epoch. */
  private static final class Tested implements EvaluationProgress {
    final List<String> when = new ArrayList<>();
    final List<Double> accuracies = new ArrayList<>();

    @Override
    public boolean wantsAccuracy(int epoch) {
      return epoch % 2 == 0;
    }

    @Override
    public void accuracy(int repeat, int epoch, double accuracy) {
      when.add(repeat + ":" + epoch);
      accuracies.add(accuracy);
    }
  }

  @Test
  void networksAreTestedWhenAskedForAndAtTheEnd() {
    Tested tested = new Tested();
    AccuracyStatistics result = evaluate(config(5), tested);
    assertEquals(List.of("1:2", "1:4", "1:5", "2:2", "2:4", "2:5"), tested.when);
    assertEquals(List.of(tested.accuracies.get(2), tested.accuracies.get(5)), result.values());
  }

  @Test
  void withoutTestImagesNothingBegins() {
    ImageSet train = dataset.train();
    ImageSet none = ImageSet.sortedByClass(train.image(), new byte[0], new int[0], train.classes());
    ImageDataset untestable =
        new ImageDataset(
            "untestable", dataset.classNames(), dataset.normalization(), true, train, none);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Evaluator.check(untestable, config(5)));
    assertTrue(e.getMessage().contains("untestable has no test images"), e.getMessage());
  }

  @Test
  void missingMemoryIsFoundBeforehandAndWhatIsThereIsGivenBack() {
    try (Evaluator evaluator = new Evaluator(device, dataset, config(5))) {
      long before = device.allocatedBytes();
      evaluator.requireMemory(1_000, DataType.FLOAT32);
      assertEquals(before, device.allocatedBytes());
      assertThrows( // terabytes
          DeviceException.class,
          () -> evaluator.requireMemory(Integer.MAX_VALUE, DataType.FLOAT32));
      assertEquals(before, device.allocatedBytes());
    }
  }

  @Test
  void testingDoesNotChangeTheTraining() {
    assertEquals(
        evaluate(config(5), EvaluationProgress.SILENT).values(),
        evaluate(config(5), new Tested()).values());
  }
}
