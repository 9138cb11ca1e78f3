package org.echodc.operation.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * One block of a ConvNet: 3x3 convolution of stride 1, instance normalisation with affine, ReLU,
 * 2x2 average pooling. The convolution needs no bias: the normalisation subtracts it again.
 *
 * @param src FLOAT32 or BFLOAT16 [batch, height, width, in]
 * @param dst FLOAT32 or BFLOAT16, of {@link Parameters#resultShape}
 * @param saved what the backward pass will need; empty where there is none
 */
public record ConvBlock(Parameters parameters, Tensor src, Tensor dst, Optional<Saved> saved)
    implements Operation {

  /**
   * Parameters of a block.
   *
   * @param weight FLOAT32 [3, 3, in, out]
   * @param scale FLOAT32 [out], factor after normalisation
   * @param shift FLOAT32 [out], added after the factor
   * @param padding zeros around the image on every side
   */
  public record Parameters(Tensor weight, Tensor scale, Tensor shift, int padding) {

    /** Channels that the block reads. */
    public int inputChannels() {
      return weight.shape().extent(2);
    }

    /** Channels that the block writes. */
    public int outputChannels() {
      return weight.shape().extent(3);
    }

    /** Shape before normalisation and pooling, for images of shape {@code src}. */
    public Shape convolutionShape(Shape src) {
      int grow = 2 * padding - 2;
      return Shape.of(src.extent(0), src.extent(1) + grow, src.extent(2) + grow, outputChannels());
    }

    /** Shape of the block's result: halved, an odd last row or column being dropped. */
    public Shape resultShape(Shape src) {
      return AveragePool.Window.HALVING.resultShape(convolutionShape(src));
    }

    /** Shape of the images whose convolution has a shape. */
    public Shape inputShape(Shape convolution) {
      int shrink = 2 - 2 * padding;
      return Shape.of(
          convolution.extent(0),
          convolution.extent(1) + shrink,
          convolution.extent(2) + shrink,
          inputChannels());
    }

    private void check(Arguments arguments) {
      arguments.rank("weight", weight, DataType.FLOAT32, 4);
      arguments.floats("weight", weight, 3, 3, inputChannels(), outputChannels());
      arguments.floats("scale", scale, outputChannels());
      arguments.floats("shift", shift, outputChannels());
      arguments.atLeast("padding", 0, padding);
    }
  }

  /**
   * Activations saved for the backward pass.
   *
   * @param convolution FLOAT32 or BFLOAT16 [batch, height, width, out], the convolution before
   *     normalisation
   * @param mean FLOAT32 [batch, out], mean of each image and channel
   * @param inverseStd FLOAT32 [batch, out], 1 / sqrt(variance + epsilon)
   */
  public record Saved(Tensor convolution, Tensor mean, Tensor inverseStd) {

    /** Number of images. */
    public int images() {
      return convolution.shape().extent(0);
    }

    private void check(Arguments arguments, Shape shape) {
      arguments.activations("saved convolution", convolution, shape);
      arguments.floats("saved mean", mean, shape.extent(0), shape.extent(3));
      arguments.floats("saved inverseStd", inverseStd, shape.extent(0), shape.extent(3));
    }
  }

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this);
    parameters.check(arguments);
    arguments.rank("src", src, src.type(), 4);
    Shape shape = src.shape();
    int channels = parameters.inputChannels();
    arguments.require(shape.extent(3) == channels, "src", "of " + channels + " channels", src);
    arguments.sides("src", src, 4 - 2 * parameters.padding());
    arguments.activations("src", src, shape);
    arguments.activations("dst", dst, parameters.resultShape(shape));
    saved.ifPresent(kept -> kept.check(arguments, parameters.convolutionShape(shape)));
  }

  @Override
  public List<Tensor> writes() {
    return saved
        .map(kept -> List.of(dst, kept.convolution(), kept.mean(), kept.inverseStd()))
        .orElse(List.of(dst));
  }

  /** {@code 2 * 9 in out} for each pixel of the convolution. */
  @Override
  public long flops() {
    return flops(parameters, parameters.convolutionShape(src.shape()));
  }

  private static long flops(Parameters parameters, Shape convolution) {
    long pixels = convolution.elements() / convolution.extent(3);
    return 2 * parameters.weight().shape().elements() * pixels;
  }

  @Override
  public String label() {
    return "conv-block " + sizeOf(src.shape());
  }

  private static String sizeOf(Shape images) {
    return images.extent(1) + "x" + images.extent(2) + "x" + images.extent(3);
  }

  /**
   * Which gradients a backward pass writes.
   *
   * @param src w.r.t. the block's input, shaped like it
   * @param parameters w.r.t. the parameters, summed over the batch
   */
  public record Gradients(Optional<Tensor> src, Optional<ParameterGradients> parameters) {

    /** Only the gradient of the input: condensation. */
    public static Gradients ofInput(Tensor srcGradient) {
      return new Gradients(Optional.of(srcGradient), Optional.empty());
    }

    /** Only the gradients of the parameters: the first block in training. */
    public static Gradients ofParameters(ParameterGradients parameters) {
      return new Gradients(Optional.empty(), Optional.of(parameters));
    }

    /** Both: the later blocks in training. */
    public static Gradients ofBoth(Tensor srcGradient, ParameterGradients parameters) {
      return new Gradients(Optional.of(srcGradient), Optional.of(parameters));
    }
  }

  /**
   * Gradients of the parameters, and the forward input they need.
   *
   * @param src FLOAT32, the block's input in the forward pass; read
   * @param weight FLOAT32 [3, 3, in, out]
   * @param scale FLOAT32 [out]
   * @param shift FLOAT32 [out]
   */
  public record ParameterGradients(Tensor src, Tensor weight, Tensor scale, Tensor shift) {}

  /**
   * Gradients of a block. Where those of the parameters are wanted, everything is FLOAT32.
   *
   * @param saved by the forward pass
   * @param dstGradient w.r.t. the block's result
   * @param gradients what to write
   */
  public record Backward(
      Parameters parameters, Saved saved, Tensor dstGradient, Gradients gradients)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = Arguments.of(this);
      parameters.check(arguments);
      Tensor convolution = saved.convolution();
      arguments.rank("saved convolution", convolution, convolution.type(), 4);
      Shape src = parameters.inputShape(convolution.shape());
      saved.check(arguments, parameters.convolutionShape(src));
      arguments.activations("dstGradient", dstGradient, parameters.resultShape(src));
      gradients.src().ifPresent(gradient -> arguments.activations("srcGradient", gradient, src));
      gradients.parameters().ifPresent(wanted -> check(arguments, wanted, src));
    }

    private void check(Arguments arguments, ParameterGradients wanted, Shape src) {
      Tensor convolution = saved.convolution();
      arguments.floats("saved convolution", convolution, convolution.shape());
      arguments.floats("dstGradient", dstGradient, dstGradient.shape());
      gradients.src().ifPresent(gradient -> arguments.floats("srcGradient", gradient, src));
      arguments.floats("src", wanted.src(), src);
      arguments.floats("weightGradient", wanted.weight(), parameters.weight().shape());
      arguments.floats("scaleGradient", wanted.scale(), parameters.scale().shape());
      arguments.floats("shiftGradient", wanted.shift(), parameters.shift().shape());
    }

    @Override
    public List<Tensor> writes() {
      List<Tensor> written = new ArrayList<>();
      gradients.src().ifPresent(written::add);
      gradients
          .parameters()
          .ifPresent(
              wanted -> written.addAll(List.of(wanted.weight(), wanted.scale(), wanted.shift())));
      return written;
    }

    /** As many as the forward pass, for each of input and parameters. */
    @Override
    public long flops() {
      long passes = gradients.src().stream().count() + gradients.parameters().stream().count();
      return passes * ConvBlock.flops(parameters, saved.convolution().shape());
    }

    @Override
    public String label() {
      String size = sizeOf(parameters.inputShape(saved.convolution().shape()));
      String wanted =
          gradients.parameters().isEmpty()
              ? ""
              : gradients.src().isEmpty() ? ", parameters" : ", both";
      return "conv-block backward " + size + wanted;
    }
  }
}
