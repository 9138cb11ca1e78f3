package org.echodc.device.memory;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** When a tensor of an arena is in use in each list of operations, and where it lies. */
final class Life {
  private final Outline outline;

  /** First and last operation of each list that name it; null where none does. */
  private final List<Span> spans = new ArrayList<>();

  private long row;

  private record Span(int first, int last) {
    boolean meets(Span other) {
      return first <= other.last && other.first <= last;
    }
  }

  private Life(Outline outline) {
    this.outline = outline;
  }

  /**
   * The lives of tensors, in the same order.
   *
   * @throws IllegalStateException if an operation reads what nothing before it wrote
   */
  static List<Life> of(List<Outline> outlines, List<List<Operation>> lists) {
    Map<Outline, Life> lives = new IdentityHashMap<>();
    outlines.forEach(outline -> lives.put(outline, new Life(outline)));
    for (List<Operation> list : lists) {
      lives.values().forEach(life -> life.spans.add(null));
      for (int i = 0; i < list.size(); i++) {
        note(lives, list.get(i), i);
      }
    }
    return outlines.stream().map(lives::get).toList();
  }

  private static void note(Map<Outline, Life> lives, Operation operation, int place) {
    for (Tensor tensor : operation.reads()) {
      Life life = of(lives, tensor);
      if (life != null && life.current() == null) {
        throw new IllegalStateException(
            operation.name() + " reads " + tensor + ", which no operation before it writes");
      }
    }
    for (Tensor tensor : operation.tensors()) {
      Life life = of(lives, tensor);
      if (life != null) {
        Span span = life.current();
        life.spans.set(life.spans.size() - 1, new Span(span == null ? place : span.first(), place));
      }
    }
  }

  private static Life of(Map<Outline, Life> lives, Tensor tensor) {
    return tensor instanceof Outline outline ? lives.get(outline.root()) : null;
  }

  private Span current() {
    return spans.get(spans.size() - 1);
  }

  /** Whether an operation of a list is the last that names the tensor. */
  boolean endsAt(int list, int operation) {
    Span span = spans.get(list);
    return span != null && span.last() == operation;
  }

  /** Most rows that are in use during one operation. */
  static long mostRowsAtOnce(List<Life> lives) {
    long most = 0;
    for (Life begun : lives) {
      for (int list = 0; list < begun.spans.size(); list++) {
        Span span = begun.spans.get(list);
        long rows = 0;
        for (Life other : lives) {
          Span its = other.spans.get(list);
          boolean used =
              span != null
                  && its != null
                  && its.first() <= span.first()
                  && span.first() <= its.last();
          rows += used ? other.rows() : 0;
        }
        most = Math.max(most, rows);
      }
    }
    return most;
  }

  /** Whether any operation names the tensor. */
  boolean isNamed() {
    return spans.stream().anyMatch(span -> span != null);
  }

  /** Whether both are in use at the same time in some list. */
  boolean meets(Life other) {
    for (int i = 0; i < spans.size(); i++) {
      Span own = spans.get(i);
      Span theirs = other.spans.get(i);
      if (own != null && theirs != null && own.meets(theirs)) {
        return true;
      }
    }
    return false;
  }

  void requireLike(DataType type, Shape shape) {
    if (outline.type() != type || !outline.shape().equals(shape)) {
      throw new IllegalStateException(
          "a program asked for " + outline + " the first time and " + type + " " + shape + " now");
    }
  }

  void placeAt(long first) {
    row = first;
  }

  long row() {
    return row;
  }

  long rows() {
    return Arena.rowsOf(outline);
  }

  long end() {
    return row + rows();
  }
}
