package org.echodc.network.zoo;

import java.util.List;
import java.util.Map;
import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * VGG (Simonyan and Zisserman, ICLR 2015) with normalisation and without hidden linear layers, as
 * dataset condensation uses it.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param depth 11, 13, 16 or 19: layers with weights in the original
 * @param norm of every convolution
 */
record Vgg(Shape image, int classes, int depth, Norm norm) {
  private static final int[] WIDTHS = {64, 128, 256, 512, 512};

  /** Convolutions between two poolings, by depth. */
  private static final Map<Integer, List<Integer>> STAGES =
      Map.of(
          11, List.of(1, 1, 2, 2, 2),
          13, List.of(2, 2, 2, 2, 2),
          16, List.of(2, 2, 3, 3, 3),
          19, List.of(2, 2, 4, 4, 4));

  Network network() {
    List<Integer> stages = STAGES.get(depth);
    int padding = image.extent(2) == 1 ? 3 : 1; // of the first convolution: 28 x 28 becomes 32 x 32
    Value x = Network.input(image);
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      for (int layer = 0; layer < stages.get(stage); layer++) {
        x = norm.of(x.convolution(Convolutions.before(norm, WIDTHS[stage], 3, padding))).relu();
        padding = 1;
      }
      x = x.maxPool(2, 2, 0);
    }
    return x.classifier(classes);
  }
}
