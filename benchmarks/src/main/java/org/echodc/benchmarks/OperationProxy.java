package org.echodc.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.echodc.device.Device;
import org.echodc.device.Recording;

/** Makes devices that look at the operations on their way to another device. */
final class OperationProxy {
  private static final Set<String> NOT_OPERATIONS =
      Set.of("upload", "download", "synchronize", "close");

  private OperationProxy() {}

  /** Takes part in every operation. */
  interface Listener {
    /**
     * Is called instead of an operation.
     *
     * @param name of the method of {@link Device}
     * @param arguments of the call
     * @param operation calls the device
     */
    void on(String name, Object[] arguments, Runnable operation);
  }

  /**
   * A device that hands its operations to a listener. Recordings are issued anew each time, so that
   * the listener sees each operation whenever it runs.
   */
  static Device around(Device device, Listener listener) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("record")) {
            return Recording.reissuing((Runnable) arguments[0]);
          }
          if (method.getReturnType() != void.class || NOT_OPERATIONS.contains(method.getName())) {
            return invoke(device, method, arguments);
          }
          listener.on(method.getName(), arguments, () -> invoke(device, method, arguments));
          return null;
        };
    return of(handler);
  }

  /** A device whose methods are all answered by a handler. */
  static Device of(InvocationHandler handler) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(), new Class<?>[] {Device.class}, handler);
  }

  private static Object invoke(Device device, Method method, Object[] arguments) {
    try {
      return method.invoke(device, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
