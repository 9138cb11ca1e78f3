package org.echodc.report.run;

import java.util.Random;
import org.echodc.operation.image.Decoding;
import org.echodc.report.file.CondensedImages;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;

/** Small condensed sets to write and read. */
public final class RecordExamples {
  private static final Normalization GRAY = Normalization.gray(.2861f, .3530f);

  private RecordExamples() {}

  /** Three classes of two gray images of 4 x 5 pixels. */
  public static CondensedImages small() {
    return new CondensedImages("fashion-mnist-mini", GRAY, set(Shape.of(4, 5, 1), 3, 2));
  }

  /** Random pixels. */
  public static SyntheticSet set(Shape image, int classes, int ipc) {
    Random random = new Random(7);
    float[] pixels = new float[Math.toIntExact(image.elements()) * classes * ipc];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return new SyntheticSet(image, classes, new Decoding(ipc, 2), pixels);
  }
}
