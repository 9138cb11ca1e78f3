package org.echodc.device.cpu;

/**
 * The native functions of the CPU device, one for each entry of {@code native/cpu/operations.h}.
 * Pointers are addresses, 0 where nothing is wanted; {@code seed, purpose, step, period} name a
 * stream of random numbers, {@code step} being the address of the counter. Arguments are checked
 * before they get here, and {@link CpuDevice} has loaded the library. C++ exceptions arrive as
 * {@link org.echodc.device.DeviceException}.
 */
final class CpuLibrary {

  private CpuLibrary() {}

  static native long createContext(int threads);

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

  static native void fillFloats(long dst, long elements, float value);

  static native void fillInts(long dst, long elements, int value);

  static native void advance(long step);

  static native void initialize(
      long context,
      long seed,
      int purpose,
      long step,
      int period,
      int[] sizes,
      float[] lows,
      float[] highs,
      long dst);

  static native void sample(
      long context,
      long seed,
      int purpose,
      long step,
      int period,
      long bounds,
      int groups,
      int first,
      int count,
      long dst);

  static native void drawAugmentation(
      long context,
      long seed,
      int purpose,
      long step,
      int period,
      int policy,
      int imageSize,
      int groups,
      long dst);

  static native void gather(
      long context,
      int height,
      int width,
      float[] mean,
      float[] std,
      long bytes,
      long floats,
      int images,
      long indices,
      int count,
      long table,
      int rows,
      long dst);

  static native void gatherLabels(
      long context, long values, int count, long indices, long picks, long dst);

  static native void decode(
      long context,
      int height,
      int width,
      float[] mean,
      float[] std,
      int storedImages,
      int ipc,
      int factor,
      long stored,
      long selection,
      int count,
      long table,
      int rows,
      long dst);

  static native void decodeBackward(
      long context,
      int height,
      int width,
      float[] mean,
      float[] std,
      int storedImages,
      int ipc,
      int factor,
      long dstGradient,
      long selection,
      int count,
      long table,
      int rows,
      long storedGradient);

  static native void cutMix(
      long context,
      long seed,
      int purpose,
      long step,
      int period,
      float probability,
      int height,
      int width,
      int channels,
      int batch,
      long src,
      long labels,
      long dst,
      long partners,
      long weight);

  static native void convBlockForward(
      long context,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int padding,
      long weight,
      long scale,
      long shift,
      long src,
      boolean srcBfloat16,
      long dst,
      boolean dstBfloat16,
      int savedImages,
      long convolution,
      boolean convolutionBfloat16,
      long mean,
      long inverseStd);

  static native void convBlockBackward(
      long context,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int padding,
      long weight,
      long scale,
      long shift,
      long convolution,
      boolean convolutionBfloat16,
      long mean,
      long inverseStd,
      long dstGradient,
      boolean dstGradientBfloat16,
      long srcGradient,
      boolean srcGradientBfloat16,
      long src,
      long weightGradient,
      long scaleGradient,
      long shiftGradient);

  static native void convolutionForward(
      long context,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int kernel,
      int stride,
      int padding,
      long weight,
      long src,
      long dst);

  static native void convolutionBackwardInput(
      long context,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int kernel,
      int stride,
      int padding,
      long weight,
      long dstGradient,
      long srcGradient);

  static native void convolutionBackwardWeight(
      long context,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int kernel,
      int stride,
      int padding,
      long src,
      long dstGradient,
      long weightGradient);

  static native void instanceNormForward(
      long context,
      int batch,
      int height,
      int width,
      int channels,
      long scale,
      long shift,
      boolean relu,
      long src,
      long dst,
      long mean,
      long inverseStd);

  static native void instanceNormBackward(
      long context,
      int batch,
      int height,
      int width,
      int channels,
      long scale,
      long shift,
      boolean relu,
      long src,
      long mean,
      long inverseStd,
      long dstGradient,
      long srcGradient,
      long scaleGradient,
      long shiftGradient);

  static native void averagePoolForward(
      long context, int batch, int height, int width, int channels, long src, long dst);

  static native void averagePoolBackward(
      long context,
      int batch,
      int height,
      int width,
      int channels,
      long dstGradient,
      long srcGradient);

  static native void add(long context, long elements, long left, long right, long dst);

  static native void linearForward(
      long context, int batch, int inputs, int outputs, long weight, long bias, long src, long dst);

  static native void linearBackward(
      long context,
      int batch,
      int inputs,
      int outputs,
      long weight,
      long src,
      long dstGradient,
      long srcGradient,
      long weightGradient,
      long biasGradient);

  static native void softmaxCrossEntropy(
      long context,
      int batch,
      int classes,
      long logits,
      long labels,
      long partners,
      long weight,
      long loss,
      long gradient);

  static native void countCorrect(
      long context, int batch, int classes, long logits, long labels, long correct);

  static native void mmd(
      long context,
      boolean fused,
      int kernel,
      int classes,
      int synthetic,
      int real,
      int dimensions,
      long syntheticFeatures,
      long realFeatures,
      long gradient,
      long loss);

  static native void sgdStep(
      long context,
      float learningRate,
      float momentum,
      float weightDecay,
      boolean clamp,
      float low,
      float high,
      long elements,
      long parameters,
      long gradient,
      long velocity);
}
