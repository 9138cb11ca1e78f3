package org.echodc.network.layer;

import java.util.List;
import java.util.Optional;
import org.echodc.network.Parameter;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * {@link ConvBlock}: a 3x3 convolution of stride 1, instance normalisation, ReLU and pooling as one
 * operation, whose intermediate activations need not reach memory.
 *
 * @param convolution its first part
 */
public record ConvBlockLayer(ConvolutionLayer convolution) implements Layer {
  private static final InstanceNormLayer NORM = new InstanceNormLayer(true);

  private List<Shape> convolved(List<Shape> inputs) {
    return List.of(convolution.result(inputs));
  }

  @Override
  public Shape result(List<Shape> inputs) {
    return AveragePool.Window.HALVING.resultShape(convolved(inputs).get(0));
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> norm = NORM.parameters(convolved(inputs));
    return List.of(convolution.parameters(inputs).get(0), norm.get(0), norm.get(1));
  }

  @Override
  public List<Saved> saved(List<Shape> inputs) {
    List<Saved> statistics = NORM.saved(convolved(inputs));
    Saved activations = new Saved(convolved(inputs).get(0), true);
    return List.of(activations, statistics.get(0), statistics.get(1));
  }

  @Override
  public boolean takesBfloat16() {
    return true;
  }

  private ConvBlock.Parameters parameters(NodeTensors node) {
    return new ConvBlock.Parameters(
        node.parameter(0), node.parameter(1), node.parameter(2), convolution.padding());
  }

  private static ConvBlock.Saved saved(NodeTensors node) {
    return new ConvBlock.Saved(node.saved(0), node.saved(1), node.saved(2));
  }

  @Override
  public List<Operation> forward(NodeTensors node) {
    Optional<ConvBlock.Saved> saved = node.saves() ? Optional.of(saved(node)) : Optional.empty();
    return List.of(new ConvBlock(parameters(node), node.input(0), node.result(), saved));
  }

  @Override
  public List<Operation> backward(NodeTensors node) {
    Optional<ConvBlock.ParameterGradients> gradients =
        node.parameterGradient(0).map(weight -> gradients(node, weight));
    ConvBlock.Gradients wanted = new ConvBlock.Gradients(node.inputGradient(0), gradients);
    return List.of(
        new ConvBlock.Backward(parameters(node), saved(node), node.resultGradient(), wanted));
  }

  private static ConvBlock.ParameterGradients gradients(NodeTensors node, Tensor weight) {
    return new ConvBlock.ParameterGradients(
        node.input(0),
        weight,
        node.parameterGradient(1).orElseThrow(),
        node.parameterGradient(2).orElseThrow());
  }
}
