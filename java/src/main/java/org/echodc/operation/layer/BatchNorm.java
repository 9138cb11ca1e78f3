package org.echodc.operation.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy, ICML 2015) as in training and matching: each channel is
 * normalised over the pixels of all images together; then affine for each channel.
 *
 * <p>The statistics are of the batch that is there, so a channel needs two pixels or more: one
 * alone has no variance.
 *
 * @param affine [channels]
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst like {@code src}
 * @param moments [channels]; written
 * @param running updated where given
 */
public record BatchNorm(
    Affine affine, Tensor src, Tensor dst, Moments moments, Optional<Running> running)
    implements Operation {

  /** Weight of a batch in the running statistics. */
  public static final float MOMENTUM = 0.1f;

  /**
   * Statistics of the batches so far, {@code (1 - momentum) running + momentum ofBatch}, which take
   * the place of a batch's in testing.
   *
   * @param mean FLOAT32 [channels]
   * @param variance FLOAT32 [channels], of the unbiased variances
   */
  public record Running(Tensor mean, Tensor variance) {
    private Arguments check(Arguments arguments, Shape channels) {
      return arguments
          .floats("runningMean", mean, channels)
          .floats("runningVariance", variance, channels);
    }

    private List<Tensor> both() {
      return List.of(mean, variance);
    }
  }

  private static Shape ofChannels(Tensor src) {
    return Shape.of(src.shape().extent(3));
  }

  private static Arguments check(Operation operation, Tensor src, Moments moments) {
    Arguments arguments = Arguments.of(operation).images("src", src, 1);
    Shape channels = ofChannels(src);
    arguments.require(
        src.shape().elements() > channels.elements(),
        "src",
        "of two or more pixels in the whole batch, of which to take the variance",
        src);
    return moments.check(arguments, channels);
  }

  @Override
  public void check() {
    Arguments arguments =
        affine.check(check(this, src, moments), ofChannels(src)).floats("dst", dst, src.shape());
    running.ifPresent(updated -> updated.check(arguments, ofChannels(src)));
  }

  @Override
  public List<Tensor> writes() {
    List<Tensor> written = new ArrayList<>(moments.writtenWith(dst));
    written.addAll(updates());
    return written;
  }

  @Override
  public List<Tensor> updates() {
    return running.map(Running::both).orElse(List.of());
  }

  /**
   * Its gradients, through the statistics too.
   *
   * @param scale of the forward pass
   * @param src of the forward pass
   * @param moments of the forward pass
   */
  public record Backward(Tensor scale, Tensor src, Moments moments, NormGradients gradients)
      implements Operation {

    @Override
    public void check() {
      Shape channels = ofChannels(src);
      Arguments arguments = BatchNorm.check(this, src, moments).floats("scale", scale, channels);
      gradients.check(arguments, src.shape(), channels);
    }

    @Override
    public List<Tensor> writes() {
      return gradients.wanted();
    }
  }

  /**
   * Batch normalisation as in testing, by running statistics, whatever the batch: {@code scale (x -
   * mean) / sqrt(variance + epsilon) + shift}.
   *
   * @param affine [channels]
   * @param src FLOAT32 [batch, height, width, channels]
   * @param dst like {@code src}
   */
  public record Inference(Affine affine, Running running, Tensor src, Tensor dst)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = Arguments.of(this).images("src", src, 1);
      affine.check(arguments, ofChannels(src));
      running.check(arguments, ofChannels(src)).floats("dst", dst, src.shape());
    }

    @Override
    public List<Tensor> writes() {
      return List.of(dst);
    }
  }
}
