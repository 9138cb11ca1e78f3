package org.echodc.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.comparison.Values;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.Pass;
import org.echodc.network.Purpose;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.report.file.NpyArray;
import org.echodc.report.file.Npz;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A network of the zoo on a device, as GoldenNetworks of the benchmarks' peers computed it with
 * PyTorch in double precision: the same weights, images and labels, from the same seeds.
 */
public final class GoldenNetwork {
  private static final Shape IMAGE = Shape.of(16, 16, 3);
  private static final int WIDTH = 8;
  private static final int DEPTH = 2;
  private static final int CLASSES = 10;
  private static final int[] LABELS = {3, 1, 4};
  private static final long SEED = 1;
  private static final List<String> ARRAYS =
      List.of("features", "imageGradient", "gradients", "losses", "displacements");

  private final Map<String, NpyArray> golden;
  private final Device device;
  private final Parameters parameters;
  private final Parameters gradients;
  private final Pass pass;
  private final MixedLabels labels;
  private final Tensor logits;
  private final Tensor logitGradient;
  private final Tensor loss;
  private final Tensor velocity;

  /**
   * Uploads everything.
   *
   * @param memory of the device under test
   * @param name of the network
   */
  public GoldenNetwork(TensorScope memory, String name) {
    golden = read(name);
    device = memory.device();
    Network network = Architecture.convNet(WIDTH, DEPTH).withName(name).of(IMAGE, CLASSES);
    parameters = new Parameters(network, memory);
    gradients = Parameters.ofGradients(network, memory);
    pass = new Pass(network, Purpose.ALL_GRADIENTS, LABELS.length, ActivationTypes.FLOAT32, memory);
    labels =
        new MixedLabels(
            memory.upload(LABELS),
            memory.upload(LABELS),
            memory.upload(new float[] {1}, Shape.of(1)));
    logits = memory.floats(LABELS.length, CLASSES);
    logitGradient = memory.floats(logits.shape());
    loss = memory.floats(1);
    velocity = memory.floats(parameters.flat().shape());
    device.run(new Fill(velocity, 0));
    device.upload(drawn(network), parameters.withState());
    int pixels = Math.toIntExact(pass.images().shape().elements());
    device.upload(Values.normal(SEED, pixels), pass.images());
  }

  private static Map<String, NpyArray> read(String name) {
    String resource = "/golden/networks/" + name + ".npz";
    URL file = Objects.requireNonNull(GoldenNetwork.class.getResource(resource), resource);
    try {
      return Npz.read(Path.of(file.toURI()), ARRAYS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The weights that device cpu draws, whatever device computes: others may round otherwise. */
  private static float[] drawn(Network network) {
    try (Device cpu = Devices.open("cpu", 1);
        TensorScope memory = new TensorScope(cpu)) {
      Parameters parameters = new Parameters(network, memory);
      Tensor step = memory.ints(1);
      cpu.run(new Fill(step, 0));
      cpu.run(
          parameters.initialize(RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, step)));
      return values(cpu, parameters.withState());
    }
  }

  private static float[] values(Device device, Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    device.download(tensor, values);
    return values;
  }

  /** One of PyTorch's arrays. */
  public float[] golden(String name) {
    return golden.get(name).toFloats();
  }

  /** Numbers in a row of one of PyTorch's arrays. */
  public int columns(String name) {
    return golden.get(name).shape()[1];
  }

  /** Forward and backward; gives the loss. */
  public float propagate() {
    pass.forward(parameters).forEach(device::run);
    device.run(new Linear(parameters.classifier(), pass.features(), logits));
    device.run(new SoftmaxCrossEntropy(logits, labels, loss, logitGradient));
    device.run(
        new Linear.Backward(
            parameters.classifier(),
            pass.features(),
            logitGradient,
            Optional.of(pass.featureGradient()),
            Optional.of(gradients.classifier())));
    pass.backward(parameters, gradients, LABELS.length).forEach(device::run);
    return values(device, loss)[0];
  }

  public void step(Sgd sgd) {
    device.run(new SgdStep(sgd, parameters.flat(), gradients.flat(), velocity));
  }

  public float[] features() {
    return values(device, pass.features());
  }

  public float[] imageGradient() {
    return values(device, pass.imageGradient());
  }

  public float[] gradients() {
    return values(device, gradients.flat());
  }

  public float[] parameters() {
    return values(device, parameters.flat());
  }
}
