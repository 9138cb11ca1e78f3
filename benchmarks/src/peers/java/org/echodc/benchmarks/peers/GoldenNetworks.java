package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.echodc.benchmarks.peers.network.TorchGivenValues;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.benchmarks.peers.network.TorchNetworks;
import org.echodc.benchmarks.peers.network.TorchParameter;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.comparison.Values;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.training.Sgd;
import org.echodc.report.file.NpyArray;
import org.echodc.report.file.Npz;
import org.echodc.tensor.Shape;

/**
 * Writes what PyTorch computes in double precision on small networks, for the engine's tests: a
 * file NAME.npz each with {@code features} and {@code imageGradient} in the engine's order, {@code
 * losses} of ten steps of training, and {@code gradients} and {@code displacements} (what those
 * steps moved) with a row for each parameter: its number of elements, the length, the sum, and some
 * elements at equal distances. Weights are those that the engine draws, images normal numbers, each
 * from a seed.
 */
public final class GoldenNetworks {
  private static final List<String> NAMES =
      List.of(
          "mlp",
          "lenet",
          "convnet-swish",
          "convnet-batch-sigmoid-max",
          "convnet-layer-leaky",
          "convnet-group-swish-full",
          "convnet-plain-leaky-max",
          "cifar-resnet-10-bn",
          "cifar-resnet-ap-10");
  private static final Shape IMAGE = Shape.of(16, 16, 3);
  private static final int WIDTH = 8;
  private static final int DEPTH = 2;
  private static final int CLASSES = 10;
  private static final long[] LABELS = {3, 1, 4};
  private static final long SEED = 1;
  private static final int STEPS = 10;
  private static final Sgd SGD = new Sgd(0.01f, 0.9f, 5e-4f, Optional.empty());
  private static final int SAMPLES = 16;
  private static final int FIRST_SAMPLE = 3;

  private final TorchNetwork network;
  private final Tensor images;

  private GoldenNetworks(String name) {
    Architecture architecture = Architecture.convNet(WIDTH, DEPTH).withName(name);
    TorchGivenValues drawn = new TorchGivenValues(drawn(architecture.of(IMAGE, CLASSES)));
    network =
        new TorchNetwork(
            TorchNetworks.of(architecture),
            IMAGE,
            CLASSES,
            drawn,
            new TorchMode(TorchMode.Format.CONTIGUOUS, Precision.FP32));
    drawn.requireAllUsed();
    network.useDoubles();
    int pixels = Math.toIntExact(LABELS.length * IMAGE.elements());
    images =
        Torch.floats(
                Values.normal(SEED, pixels),
                LABELS.length,
                IMAGE.extent(0),
                IMAGE.extent(1),
                IMAGE.extent(2))
            .permute(0, 3, 1, 2)
            .contiguous()
            .to(ScalarType.Double)
            .set_requires_grad(true);
  }

  /**
   * Writes the files.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (String name : NAMES) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".npz"))) {
        Npz.write(out, new GoldenNetworks(name).arrays());
      }
    }
  }

  private static float[] drawn(Network network) {
    try (Device device = Devices.open("cpu", 1);
        TensorScope memory = new TensorScope(device)) {
      Parameters parameters = new Parameters(network, memory);
      org.echodc.tensor.Tensor step = memory.ints(1);
      device.run(new Fill(step, 0));
      device.run(
          parameters.initialize(RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, step)));
      float[] values = new float[Math.toIntExact(network.parameterCount())];
      device.download(parameters.flat(), values);
      return values;
    }
  }

  private Map<String, NpyArray> arrays() {
    List<Tensor> before = network.parameters().stream().map(p -> p.tensor().clone()).toList();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("features", flat(network.maps(images.detach())));
    network.forgetStatistics(); // which that pass has moved
    TorchTraining training = new TorchTraining(network, SGD);
    float[] losses = new float[STEPS];
    losses[0] = training.update(loss());
    arrays.put("imageGradient", flat(images.grad()));
    arrays.put("gradients", rows(network.parameters().stream().map(p -> p.tensor().grad())));
    for (int step = 1; step < STEPS; step++) {
      losses[step] = training.update(loss());
    }
    arrays.put("losses", NpyArray.floats(losses, STEPS));
    arrays.put(
        "displacements",
        rows(
            IntStream.range(0, before.size())
                .mapToObj(i -> network.parameters().get(i).tensor().detach().sub(before.get(i)))));
    return arrays;
  }

  private Tensor loss() {
    return cross_entropy_loss(network.logits(images), Torch.longs(LABELS));
  }

  /** Maps as the engine orders them, a row an image. */
  private static NpyArray flat(Tensor maps) {
    Tensor ordered = maps.dim() == 4 ? maps.permute(0, 2, 3, 1).flatten(1, -1) : maps;
    return NpyArray.floats(Torch.values(ordered), LABELS.length, Math.toIntExact(ordered.size(1)));
  }

  /** What is kept of tensors of the parameters' shapes; the engine lacks subtracted biases. */
  private NpyArray rows(Stream<Tensor> ofParameters) {
    List<Tensor> tensors = ofParameters.toList();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      TorchParameter parameter = network.parameters().get(i);
      if (parameter.isShared()) {
        rows.add(row(parameter.inOrderOfEngine(tensors.get(i)).flatten(0, -1)));
      }
    }
    float[] all = new float[rows.size() * (FIRST_SAMPLE + SAMPLES)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, all, row * (FIRST_SAMPLE + SAMPLES), rows.get(row).length);
    }
    return NpyArray.floats(all, rows.size(), FIRST_SAMPLE + SAMPLES);
  }

  private static float[] row(Tensor elements) {
    long count = elements.numel();
    float[] row = new float[FIRST_SAMPLE + SAMPLES];
    row[0] = count;
    row[1] = elements.norm().item_float();
    row[2] = elements.sum().item_float();
    for (int sample = 0; sample < SAMPLES; sample++) {
      row[FIRST_SAMPLE + sample] =
          elements.select(0, sample * (count - 1) / (SAMPLES - 1)).item_float();
    }
    return row;
  }
}
