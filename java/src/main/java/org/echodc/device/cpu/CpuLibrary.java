package org.echodc.device.cpu;

import java.nio.ByteBuffer;

/**
 * The native functions of the CPU device: memory, and one through which all operations go. Pointers
 * are addresses. {@link CpuDevice} has loaded the library. C++ exceptions arrive as {@link
 * org.echodc.device.DeviceException}.
 */
final class CpuLibrary {

  private CpuLibrary() {}

  /**
   * Threads and workspaces of a device.
   *
   * @param bfloat16 whether results need only be exact to BF16
   */
  static native long createContext(int threads, boolean bfloat16);

  static native void destroyContext(long context);

  static native long workspaceBytes(long context);

  static native String isaName();

  static native String onednnVersion();

  static native long allocate(long bytes);

  static native void free(long address);

  static native void uploadFloats(float[] src, long dst);

  static native void uploadInts(int[] src, long dst);

  static native void uploadBytes(byte[] src, long dst);

  static native void downloadFloats(long src, float[] dst);

  static native void downloadInts(long src, int[] dst);

  /**
   * The number of an operation of {@code native/cpu}, good for the life of the process.
   *
   * @throws org.echodc.device.DeviceException if there is none of this name
   */
  static native int find(String name);

  /**
   * Runs an operation.
   *
   * @param arguments a direct buffer of arguments as {@link NativeCall} writes them
   * @param count number of arguments in it
   * @throws org.echodc.device.DeviceException if it fails, or expects other arguments: names the
   *     operation and the argument
   */
  static native void run(long context, int operation, ByteBuffer arguments, int count);
}
