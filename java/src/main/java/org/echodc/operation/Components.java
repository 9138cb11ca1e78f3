package org.echodc.operation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.echodc.tensor.Tensor;

/** The tensors of an operation, found among its components, so that none can be forgotten. */
final class Components {
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private Components() {}

  /** Each tensor once, in the order of the components. */
  static List<Tensor> tensorsOf(Operation operation) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Tensor> tensors = new ArrayList<>();
    collect(operation, seen, tensors);
    return tensors;
  }

  private static void collect(Object value, Set<Tensor> seen, List<Tensor> tensors) {
    if (value instanceof Tensor tensor) {
      if (seen.add(tensor)) {
        tensors.add(tensor);
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> collect(present, seen, tensors));
    } else if (value instanceof Record group) {
      for (RecordComponent component : COMPONENTS.get(group.getClass())) {
        collect(read(component, group), seen, tensors);
      }
    }
  }

  private static Object read(RecordComponent component, Record group) {
    try {
      return component.getAccessor().invoke(group);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
