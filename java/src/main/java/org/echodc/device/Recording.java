package org.echodc.device;

import java.util.List;
import java.util.function.Consumer;
import org.echodc.operation.Operation;

/** A sequence of operations that is issued again and again. */
public interface Recording extends AutoCloseable {

  /** Issues the operations once more. */
  void replay();

  @Override
  void close();

  /** Keeps no record: every replay issues the operations anew. */
  static Recording reissuing(List<Operation> operations, Consumer<Operation> device) {
    List<Operation> kept = List.copyOf(operations);
    return new Recording() {
      @Override
      public void replay() {
        kept.forEach(device);
      }

      @Override
      public void close() {
        // nothing is kept
      }
    };
  }
}
