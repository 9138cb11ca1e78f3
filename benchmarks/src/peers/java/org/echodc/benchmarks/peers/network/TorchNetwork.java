package org.echodc.benchmarks.peers.network;

import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.echodc.benchmarks.peers.Torch;
import org.echodc.device.Precision;
import org.echodc.tensor.Shape;

/** A network with its parameters, and a linear classifier behind it. */
public final class TorchNetwork {
  private static final int IMAGES_OF_THE_FIRST_PASS = 2; // one could be one pixel at the end

  private final TorchArchitecture architecture;
  private final int classes;
  private final TorchMode mode;
  private final TorchLayers layers;
  private final long activationBytes;

  /**
   * Makes the parameters.
   *
   * @param image [height, width, channels] of the images it reads
   * @param classes outputs of the classifier
   * @param values of the parameters at first
   */
  public TorchNetwork(
      TorchArchitecture architecture,
      Shape image,
      int classes,
      TorchValues values,
      TorchMode mode) {
    this.architecture = architecture;
    this.classes = classes;
    this.mode = mode;
    layers = new TorchLayers(values, mode.format().inPyTorch());
    long[] extents = {IMAGES_OF_THE_FIRST_PASS, image.extent(2), image.extent(0), image.extent(1)};
    Torch.withoutGradients(() -> classified(zeros(extents), true));
    activationBytes = Float.BYTES * layers.elements() / IMAGES_OF_THE_FIRST_PASS;
  }

  /** Features FLOAT32 [n, D] of normalised images [n, channels, height, width]. */
  public Tensor features(Tensor images) {
    return Torch.only(() -> maps(images).flatten(1, -1));
  }

  /** The features before they are flattened: FLOAT32 [n, channels, height, width] or [n, D]. */
  public Tensor maps(Tensor images) {
    return inMode(() -> embedded(images, false));
  }

  /** Logits FLOAT32 [n, classes] of normalised images, as training needs them. */
  public Tensor logits(Tensor images) {
    return inMode(() -> classified(images, false));
  }

  /** Logits of images under test: they depend on no other image. */
  public Tensor testLogits(Tensor images) {
    return inMode(() -> classified(images, true));
  }

  private Tensor inMode(Supplier<Tensor> computation) {
    return Torch.only(
        () ->
            mode.precision() == Precision.BF16
                ? Torch.autocast(computation).to(ScalarType.Float)
                : computation.get());
  }

  private Tensor classified(Tensor images, boolean test) {
    return layers.linear(embedded(images, test), classes);
  }

  private Tensor embedded(Tensor images, boolean test) {
    layers.begin(test);
    // Not contiguous(): one-channel images are so in both formats, and convolutions would then go
    // by
    // strides that are left over from other operations.
    Tensor own = images.clone(new MemoryFormatOptional(mode.format().inPyTorch()));
    return architecture.features(layers, own);
  }

  /** Resets the running statistics to those of a new network. */
  public void forgetStatistics() {
    List<Tensor> meansAndVariances = layers.statistics();
    for (int i = 0; i < meansAndVariances.size(); i++) {
      meansAndVariances.get(i).fill_(Torch.scalar(i % 2));
    }
  }

  /** Goes on in double precision, for images in double precision. */
  public void useDoubles() {
    layers.parameters().forEach(parameter -> useDoubles(parameter.tensor()));
    layers.statistics().forEach(TorchNetwork::useDoubles);
  }

  private static void useDoubles(Tensor tensor) {
    tensor.set_data(tensor.to(ScalarType.Double));
  }

  /** Asks for the gradients of all parameters, which it returns. */
  public TensorVector train() {
    TensorVector all = new TensorVector();
    for (TorchParameter parameter : layers.parameters()) {
      all.push_back(parameter.tensor().set_requires_grad(true));
    }
    return all;
  }

  /** The parameters in order, the classifier's last. */
  public List<TorchParameter> parameters() {
    return List.copyOf(layers.parameters());
  }

  /** Running mean and variance of every batch normalisation, one after the other. */
  public List<Tensor> statistics() {
    return List.copyOf(layers.statistics());
  }

  /** Bytes of the results of all layers for one image, which a way back keeps. */
  public long activationBytes() {
    return activationBytes;
  }
}
