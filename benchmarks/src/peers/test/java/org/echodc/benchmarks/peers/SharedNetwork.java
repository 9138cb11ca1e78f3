package org.echodc.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Shape;

/** One ConvNet on both sides: the same parameters in the layout of each. */
final class SharedNetwork {
  private final Engine engine;
  private final ConvNet spec;
  private final Network network;
  private final Parameters parameters;
  private final TorchConvNet torch;

  /** Draws parameters; scales and shifts, too, so that an exchange of channels shows. */
  SharedNetwork(Engine engine, ConvNet spec, TorchConvNet.Mode mode) {
    this.engine = engine;
    this.spec = spec;
    network = spec.network();
    parameters = new Parameters(network, engine.memory());
    engine.device().upload(drawn(), parameters.flat());
    List<TorchConvNet.Block> blocks = new ArrayList<>();
    for (ConvBlock.Parameters block : blocks()) {
      blocks.add(convert(block));
    }
    torch = new TorchConvNet(blocks, convert(parameters.classifier()), mode);
  }

  private float[] drawn() {
    float[] values = engine.normal(parameters.flat().shape());
    int at = 0;
    for (int block = 0; block < spec.depth(); block++) {
      int fanIn = 9 * inputChannels(block);
      at = transform(values, at, fanIn * spec.width(), 1 / Math.sqrt(fanIn), 0);
      at = transform(values, at, spec.width(), 0.2, 1);
      at = transform(values, at, spec.width(), 0.2, 0);
    }
    transform(values, at, values.length - at, 1 / Math.sqrt(network.features()), 0);
    return values;
  }

  private static int transform(float[] values, int from, int count, double factor, double shift) {
    for (int i = from; i < from + count; i++) {
      values[i] = (float) (factor * values[i] + shift);
    }
    return from + count;
  }

  private int inputChannels(int block) {
    return block == 0 ? spec.image().extent(2) : spec.width();
  }

  /** The blocks' parameters: weight, scale and shift of each, one after the other. */
  private List<ConvBlock.Parameters> blocks() {
    List<ConvBlock.Parameters> blocks = new ArrayList<>();
    Shape perChannel = Shape.of(spec.width());
    long at = 0;
    for (int block = 0; block < spec.depth(); block++) {
      Shape weight = Shape.of(3, 3, inputChannels(block), spec.width());
      long scale = at + weight.elements();
      long shift = scale + spec.width();
      blocks.add(
          new ConvBlock.Parameters(
              parameters.flat().view(at, weight),
              parameters.flat().view(scale, perChannel),
              parameters.flat().view(shift, perChannel),
              spec.padding(block)));
      at = shift + spec.width();
    }
    return blocks;
  }

  /** Shape of the last block's result. */
  private Shape last(int images) {
    int grow = 2 * spec.padding(0) - 2;
    return Shape.of(
        images,
        (spec.image().extent(0) + grow) >> spec.depth(),
        (spec.image().extent(1) + grow) >> spec.depth(),
        spec.width());
  }

  private TorchConvNet.Block convert(ConvBlock.Parameters block) {
    Shape perChannel = block.scale().shape();
    double bound = 1 / Math.sqrt(9 * block.inputChannels());
    return new TorchConvNet.Block(
        same(block.weight()).permute(3, 2, 0, 1).contiguous(),
        Engine.same(engine.normal(perChannel), perChannel).mul(Torch.scalar(bound)),
        same(block.scale()),
        same(block.shift()),
        block.padding());
  }

  /** Rows in the order (row, column, channel) become columns in the order (channel, row, column). */
  private TorchConvNet.Classifier convert(Linear.Parameters classifier) {
    Shape last = last(1);
    Tensor weight =
        same(classifier.weight())
            .reshape(last.extent(1), last.extent(2), last.extent(3), spec.classes())
            .permute(3, 2, 0, 1)
            .reshape(spec.classes(), network.features())
            .contiguous();
    return new TorchConvNet.Classifier(weight, same(classifier.bias()));
  }

  private Tensor same(org.echodc.tensor.Tensor tensor) {
    return Engine.same(engine.download(tensor), tensor.shape());
  }

  /** PyTorch's features [n, D] in our order. */
  float[] inOurOrder(Tensor features) {
    Shape last = last(Math.toIntExact(features.size(0)));
    return Engine.channelsLast(
        features.reshape(last.extent(0), last.extent(3), last.extent(1), last.extent(2)));
  }

  /** PyTorch's parameters as they are now, in the order of ours and without the biases. */
  float[] torchParameters() {
    List<float[]> parts = new ArrayList<>();
    for (TorchConvNet.Block block : torch.blocks()) {
      parts.add(Torch.values(block.weight().permute(2, 3, 1, 0)));
      parts.add(Torch.values(block.scale()));
      parts.add(Torch.values(block.shift()));
    }
    Shape last = last(1);
    parts.add(
        Torch.values(
            torch
                .classifier()
                .weight()
                .reshape(spec.classes(), last.extent(3), last.extent(1), last.extent(2))
                .permute(2, 3, 1, 0)));
    parts.add(Torch.values(torch.classifier().bias()));
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  Network network() {
    return network;
  }

  Parameters parameters() {
    return parameters;
  }

  TorchConvNet torch() {
    return torch;
  }
}
