package org.echodc.benchmarks;

import java.util.Locale;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Mmd;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** What an operation is called in a breakdown: in words, a block with the size of its images. */
final class OperationLabel {
  private OperationLabel() {}

  /**
   * The words.
   *
   * @param operation name of the method of {@link org.echodc.device.Device}
   * @param arguments what it is called with
   */
  static String of(String operation, Object... arguments) {
    String words =
        operation.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replace("conv ", "conv-");
    return switch (operation) {
      case "convBlockForward" -> words + " " + image(((Tensor) arguments[1]).shape());
      case "convBlockBackward" -> words + " " + gradientOf(arguments);
      case "mmd", "mmdGradient" ->
          words + " " + ((Mmd) arguments[0]).implementation().name().toLowerCase(Locale.ROOT);
      default -> words;
    };
  }

  private static String image(Shape images) {
    return Text.format("%dx%dx%d", images.extent(1), images.extent(2), images.extent(3));
  }

  private static String gradientOf(Object[] arguments) {
    ConvBlock.Parameters block = (ConvBlock.Parameters) arguments[0];
    Shape convolved = ((ConvBlock.Saved) arguments[1]).convolution().shape();
    ConvBlock.Gradients gradients = (ConvBlock.Gradients) arguments[3];
    int shrink = 2 - 2 * block.padding();
    String size =
        Text.format(
            "%dx%dx%d",
            convolved.extent(1) + shrink, convolved.extent(2) + shrink, block.inputChannels());
    return gradients.parameters().isEmpty()
        ? size
        : size + (gradients.src().isEmpty() ? ", parameters" : ", both");
  }
}
