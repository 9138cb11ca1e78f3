package org.echodc.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.echodc.operation.Operation;

/**
 * The ways in which a device computes its operations, its table of kernels: dispatch is by the type
 * of the operation, then by the shapes and types that a way supports. Of several ways the one that
 * was added last runs it. So a device begins with what is general and adds what is faster.
 */
public final class Ways {
  private final String device;
  private final Map<Class<?>, List<Way<?>>> ways = new HashMap<>();

  /** One way to run operations of a type. */
  private record Way<O extends Operation>(
      Class<O> type, Predicate<? super O> supports, Consumer<? super O> run) {

    boolean supports(Operation operation) {
      return supports.test(type.cast(operation));
    }

    void run(Operation operation) {
      run.accept(type.cast(operation));
    }
  }

  /**
   * No ways yet.
   *
   * @param device its name, for messages
   */
  public Ways(String device) {
    this.device = device;
  }

  /** Adds a way for every operation of a type. */
  public <O extends Operation> Ways add(Class<O> type, Consumer<? super O> run) {
    return add(type, operation -> true, run);
  }

  /**
   * Adds a way for some operations of a type.
   *
   * @param supports looks at types and shapes alone
   */
  public <O extends Operation> Ways add(
      Class<O> type, Predicate<? super O> supports, Consumer<? super O> run) {
    ways.computeIfAbsent(type, unused -> new ArrayList<>()).add(0, new Way<>(type, supports, run));
    return this;
  }

  /** Whether there is a way to run an operation. */
  public boolean supports(Operation operation) {
    return find(operation) != null;
  }

  /**
   * Runs an operation.
   *
   * @throws DeviceException if there is no way; names operation, shapes and device
   */
  public void run(Operation operation) {
    Way<?> way = find(operation);
    if (way == null) {
      throw missing(device, operation);
    }
    way.run(operation);
  }

  /** What is thrown where a device has no way to run an operation. */
  static DeviceException missing(String device, Operation operation) {
    return new DeviceException(
        "device " + device + " has no way to run " + operation.name() + ": " + operation);
  }

  private Way<?> find(Operation operation) {
    for (Way<?> way : ways.getOrDefault(operation.getClass(), List.of())) {
      if (way.supports(operation)) {
        return way;
      }
    }
    return null;
  }
}
