package org.echodc.benchmarks.peers;

import org.echodc.operation.ConvBlock;
import org.echodc.operation.Linear;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.tensor.Shape;

/** One ConvNet on both sides: the same parameters in the layout of each. */
final class SharedNetwork {
  private final Engine engine;
  private final ConvNetSpec spec;
  private final ConvNetParameters parameters;
  private final TorchConvNet torch;

  /** Draws parameters; scales and shifts, too, so that an exchange of channels shows. */
  SharedNetwork(Engine engine, ConvNetSpec spec, TorchConvNet.Mode mode) {
    this.engine = engine;
    this.spec = spec;
    parameters = new ConvNetParameters(engine.memory(), spec);
    engine.device().upload(drawn(), parameters.flat());
    List<TorchConvNet.Block> blocks = new ArrayList<>();
    for (ConvBlock.Parameters block : parameters.blocks()) {
      blocks.add(convert(block));
    }
    torch = new TorchConvNet(blocks, convert(parameters.classifier()), mode);
  }

  private float[] drawn() {
    float[] values = engine.normal(parameters.flat().shape());
    int at = 0;
    for (int block = 0; block < spec.depth(); block++) {
      int fanIn = 9 * spec.inputChannels(block);
      at = transform(values, at, fanIn * spec.width(), 1 / Math.sqrt(fanIn), 0);
      at = transform(values, at, spec.width(), 0.2, 1);
      at = transform(values, at, spec.width(), 0.2, 0);
    }
    transform(values, at, values.length - at, 1 / Math.sqrt(spec.features()), 0);
    return values;
  }

  private static int transform(float[] values, int from, int count, double factor, double shift) {
    for (int i = from; i < from + count; i++) {
      values[i] = (float) (factor * values[i] + shift);
    }
    return from + count;
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
    Shape last = spec.blockInput(spec.depth(), 1);
    Tensor weight =
        same(classifier.weight())
            .reshape(last.extent(1), last.extent(2), last.extent(3), spec.classes())
            .permute(3, 2, 0, 1)
            .reshape(spec.classes(), spec.features())
            .contiguous();
    return new TorchConvNet.Classifier(weight, same(classifier.bias()));
  }

  private Tensor same(org.echodc.tensor.Tensor tensor) {
    return Engine.same(engine.download(tensor), tensor.shape());
  }

  /** PyTorch's features [n, D] in our order. */
  float[] inOurOrder(Tensor features) {
    Shape last = spec.blockInput(spec.depth(), Math.toIntExact(features.size(0)));
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
    Shape last = spec.blockInput(spec.depth(), 1);
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

  ConvNetSpec spec() {
    return spec;
  }

  ConvNetParameters parameters() {
    return parameters;
  }

  TorchConvNet torch() {
    return torch;
  }
}
