package org.echodc.device.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Plans the memory of tensors that live only within a list of operations, such as activations and
 * their gradients: a static memory plan by liveness. A tensor lives from the first operation that
 * names it to the last; those whose lives do not meet share memory. What is saved for backward thus
 * lives until the backward operation that reads it.
 *
 * <p>A program is written down twice: first on outlines, from which lives are learnt, then in
 * memory. It therefore must ask for the same tensors in the same order each time.
 *
 * @param <P> what the program is, for its owner
 */
public final class Arena<P> {
  /** Rows of an arena, in bytes, to which every tensor is aligned: a few lines of any cache. */
  private static final int ALIGNMENT = 256;

  private final Function<Allocator, P> program;
  private final List<Outline> outlines = new ArrayList<>();
  private final List<Life> lives;

  /** The tensors in memory, in the order in which they were asked for. */
  private final List<Tensor> tensors = new ArrayList<>();

  /** Plans; takes no memory. */
  Arena(Function<Allocator, P> program, Function<P, List<List<Operation>>> lists) {
    this.program = program;
    P sketch =
        program.apply(
            (type, shape) -> {
              Outline outline = Outline.of(type, shape);
              outlines.add(outline);
              return outline;
            });
    lives = Life.of(outlines, lists.apply(sketch));
    place();
  }

  /**
   * Writes a program down in memory of a scope.
   *
   * @param program makes the program of the tensors that it asks for
   * @param lists the lists of operations in it, each of which runs as a whole; a tensor keeps
   *     nothing from one run of a list to the next
   * @throws IllegalStateException if an operation reads what nothing in its list wrote before
   */
  public static <P> P place(
      TensorScope memory,
      Function<Allocator, P> program,
      Function<P, List<List<Operation>>> lists) {
    return new Arena<>(program, lists).in(memory);
  }

  /**
   * Bytes that a program's tensors will take together; takes no memory.
   *
   * @param program as for {@link #place}
   * @param lists as for {@link #place}
   */
  public static <P> long plannedBytes(
      Function<Allocator, P> program, Function<P, List<List<Operation>>> lists) {
    return new Arena<>(program, lists).bytes();
  }

  /** Largest first, each at the lowest address that no tensor has whose life meets its own. */
  private void place() {
    List<Life> placed = new ArrayList<>();
    List<Life> bySize =
        lives.stream()
            .filter(Life::isNamed)
            .sorted(Comparator.comparingLong(Life::rows).reversed())
            .toList();
    for (Life life : bySize) {
      long row = 0;
      for (Life other : placed.stream().sorted(Comparator.comparingLong(Life::row)).toList()) {
        if (life.meets(other) && other.row() < row + life.rows()) {
          row = Math.max(row, other.row() + other.rows());
        }
      }
      life.placeAt(row);
      placed.add(life);
    }
  }

  /** Writes the program down in memory. */
  P in(TensorScope memory) {
    Tensor arena = memory.allocate(DataType.UINT8, Shape.of(Math.toIntExact(rows()), ALIGNMENT));
    int[] next = {0};
    return program.apply(
        (type, shape) -> {
          Life life = lives.get(next[0]++);
          life.requireLike(type, shape);
          tensors.add(
              life.isNamed()
                  ? arena.reinterpret(life.row() * ALIGNMENT, type, shape)
                  : Outline.of(type, shape));
          return tensors.get(tensors.size() - 1);
        });
  }

  /**
   * A list of the program that fills every float with NaN when its life ends, so that a wrong plan
   * shows in the results.
   *
   * @param list its number among the lists
   */
  List<Operation> poisoned(int list, List<Operation> operations) {
    List<Operation> poisoned = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      poisoned.add(operations.get(i));
      for (int t = 0; t < tensors.size(); t++) {
        if (lives.get(t).endsAt(list, i) && tensors.get(t).type() == DataType.FLOAT32) {
          poisoned.add(new Fill(tensors.get(t), Float.NaN));
        }
      }
    }
    return poisoned;
  }

  /** Bytes of the arena. */
  long bytes() {
    return rows() * ALIGNMENT;
  }

  private long rows() {
    return lives.stream().filter(Life::isNamed).mapToLong(Life::end).max().orElse(1);
  }

  /** Most bytes that are in use at once, which no plan can do with less than. */
  long leastBytes() {
    return Life.mostRowsAtOnce(lives) * ALIGNMENT;
  }

  /** Rows of an arena that a tensor takes. */
  static long rowsOf(Tensor tensor) {
    return (tensor.bytes() + ALIGNMENT - 1) / ALIGNMENT;
  }
}
