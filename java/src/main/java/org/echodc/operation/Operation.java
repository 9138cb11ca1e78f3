package org.echodc.operation;

import java.util.List;
import java.util.Locale;
import org.echodc.tensor.Tensor;

/**
 * One computation on tensors at matrix granularity: an immutable value that knows its contract. It
 * is an instruction, not a node of an autograd graph: a backward pass is an operation of its own,
 * whose components are the activations that the forward pass saved for backward. Some operations
 * are fused: what follows a product is its epilogue.
 *
 * <p>Images are NHWC, features are flattened in that order, FLOAT32 unless said otherwise. What an
 * operation {@link #writes} it overwrites, apart from what it {@link #updates}; every other tensor
 * among its components is read and left alone, and must not overlap what is written unless the
 * operation says so. Results are bitwise the same from run to run.
 */
public interface Operation {

  /**
   * Holds the components to the contract.
   *
   * @throws IllegalArgumentException of the form {@code averagePool: dst must be FLOAT32 [..], not
   *     ..}
   */
  void check();

  /** Tensors whose contents it changes. */
  List<Tensor> writes();

  /** Those of the written tensors that it reads before: what it adds to, or steps from. */
  default List<Tensor> updates() {
    return List.of();
  }

  /** All tensors among its components, those of groups and optional ones included. */
  default List<Tensor> tensors() {
    return Components.tensorsOf(this);
  }

  /** Tensors whose contents it depends on. */
  default List<Tensor> reads() {
    return without(tensors(), without(writes(), updates()));
  }

  /** Told apart as objects: two views of the same elements are two tensors. */
  private static List<Tensor> without(List<Tensor> tensors, List<Tensor> others) {
    return tensors.stream().filter(t -> others.stream().noneMatch(other -> other == t)).toList();
  }

  /**
   * Floating-point operations of its matrix products and convolutions, a multiplication and an
   * addition counting as two. What is done to single elements is not counted: there the bytes are
   * the bound.
   */
  default long flops() {
    return 0;
  }

  /**
   * Bytes that must cross the memory interface: every input read and every result written once, an
   * updated tensor twice.
   */
  default long bytes() {
    return sum(tensors()) + sum(updates());
  }

  private static long sum(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::bytes).sum();
  }

  /** Name in messages: {@code convBlock}, {@code convBlockBackward}. */
  default String name() {
    Class<?> type = getClass();
    Class<?> outer = type.getEnclosingClass();
    String name = (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** Name in tables, in words, with the shape where operations of one kind differ in it. */
  default String label() {
    return name().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
