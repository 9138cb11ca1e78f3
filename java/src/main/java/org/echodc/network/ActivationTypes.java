package org.echodc.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.echodc.network.layer.Layer;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Tensor;

/**
 * In which type each activation of a network is stored, and the gradient w.r.t. it. Images,
 * features and parameters are FLOAT32 always.
 *
 * @param halves the activations that are BFLOAT16
 */
public record ActivationTypes(Set<Slot> halves) {

  /** Everything in FLOAT32. */
  public static final ActivationTypes FLOAT32 = new ActivationTypes(Set.of());

  /**
   * An activation: the result of a node, or one of the tensors that it saves.
   *
   * @param value number of the value that the node computes, 0 for the images
   * @param saved which of the saved tensors, or {@link #RESULT}
   */
  public record Slot(int value, int saved) {
    private static final int RESULT = -1;

    static Slot result(int value) {
      return new Slot(value, RESULT);
    }
  }

  /** Keeps an immutable copy. */
  public ActivationTypes {
    halves = Set.copyOf(halves);
  }

  DataType of(Slot slot) {
    return halves.contains(slot) ? DataType.BFLOAT16 : DataType.FLOAT32;
  }

  /**
   * BFLOAT16 wherever a device supports it: begins with every activation that layers can take so,
   * and gives FLOAT32 to those of unsupported operations until all are supported.
   */
  public static ActivationTypes smallest(
      Network network, Purpose purpose, Predicate<Operation> supports) {
    ActivationTypes types = new ActivationTypes(candidates(network));
    while (!types.halves.isEmpty()) {
      Set<Slot> left = types.withoutUnsupported(network, purpose, supports);
      if (left.equals(types.halves)) {
        break;
      }
      types = new ActivationTypes(left);
    }
    return types;
  }

  private static Set<Slot> candidates(Network network) {
    Set<Slot> slots = new HashSet<>();
    for (int value = 1; value <= network.nodes().size(); value++) {
      Node node = network.nodes().get(value - 1);
      if (!node.layer().takesBfloat16()) {
        continue;
      }
      List<Layer.Saved> saved = node.layer().saved(network.inputShapes(node, 1));
      if (value < network.nodes().size() && readerTakesBfloat16(network, value)) {
        slots.add(Slot.result(value));
      }
      for (int i = 0; i < saved.size(); i++) {
        if (saved.get(i).activation()) {
          slots.add(new Slot(value, i));
        }
      }
    }
    return slots;
  }

  /** Gradients of several readers would be added up, which is done in FLOAT32. */
  private static boolean readerTakesBfloat16(Network network, int value) {
    return network.readers(value) == 1
        && network.nodes().stream()
            .filter(node -> node.inputs().contains(value))
            .allMatch(node -> node.layer().takesBfloat16());
  }

  private Set<Slot> withoutUnsupported(
      Network network, Purpose purpose, Predicate<Operation> supports) {
    Map<Tensor, Slot> slots = new HashMap<>();
    Pass pass =
        new Pass(
            network,
            purpose,
            1,
            (slot, shape) -> {
              Outline outline = Outline.of(of(slot), shape);
              slots.put(outline, slot);
              return outline;
            },
            Outline::of);
    Parameters parameters = new Parameters(network, Outline::of);
    Set<Slot> left = new HashSet<>(halves);
    Stream.concat(
            pass.forward(parameters, 1).stream(),
            purpose.hasBackward() ? pass.backward(parameters, parameters, 1).stream() : Stream.of())
        .filter(supports.negate())
        .flatMap(operation -> operation.tensors().stream())
        .map(tensor -> slots.get(((Outline) tensor).root()))
        .forEach(left::remove);
    return left;
  }
}
