package org.echodc.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Precision;
import org.echodc.text.Text;

/**
 * What a checkpoint is only good for: with another data set it has no meaning, with another recipe,
 * device or precision the run would not end as it would have.
 *
 * @param program version of echodc
 * @param device where it ran
 * @param precision of its matrix products
 * @param dataset name of the data set
 * @param datasetChecksum of all its images and labels
 * @param recipeChecksum of the run's recipe
 */
public record RunIdentity(
    String program,
    DeviceInfo device,
    Precision precision,
    String dataset,
    String datasetChecksum,
    String recipeChecksum) {

  /** Checks that everything is there. */
  public RunIdentity {
    Objects.requireNonNull(program);
    Objects.requireNonNull(device);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(datasetChecksum);
    Objects.requireNonNull(recipeChecksum);
  }

  /** Whether the images are the same. */
  public boolean hasDataOf(RunIdentity other) {
    return dataset.equals(other.dataset) && datasetChecksum.equals(other.datasetChecksum);
  }

  /** What makes a run that goes on with {@code now} end differently, each in words. */
  public List<String> conflicts(RunIdentity now) {
    List<String> found = new ArrayList<>();
    difference(found, "device", device.name(), now.device.name());
    difference(found, "precision", precision, now.precision);
    if (!recipeChecksum.equals(now.recipeChecksum)) {
      found.add("its recipe was changed since");
    }
    return found;
  }

  /** What may change the last bits of a run that goes on with {@code now}, each in words. */
  public List<String> differences(RunIdentity now) {
    List<String> found = new ArrayList<>();
    difference(found, "processor", device.hardware(), now.device.hardware());
    difference(found, "versions of libraries", device.versions(), now.device.versions());
    difference(found, "echodc", program, now.program);
    return found;
  }

  private static void difference(List<String> found, String what, Object then, Object now) {
    if (!then.equals(now)) {
      found.add(Text.format("%s: %s then, %s now", what, then, now));
    }
  }
}
