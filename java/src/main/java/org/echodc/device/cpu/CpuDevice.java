package org.echodc.device.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.DeviceTensor;
import org.echodc.device.Event;
import org.echodc.device.NativeLibraries;
import org.echodc.device.Precision;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.operation.Augmentation;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.device.operation.Convolution;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.InstanceNorm;
import org.echodc.device.operation.Linear;
import org.echodc.device.operation.MixedLabels;
import org.echodc.device.operation.Mmd;
import org.echodc.device.operation.RandomKey;
import org.echodc.device.operation.Segments;
import org.echodc.device.operation.Sgd;
import org.echodc.device.operation.UniformSegment;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The operations of {@code native/cpu}, executed at once on the calling thread and others that help
 * it. Unpacks tensors and records; arguments are checked by the wrapper that {@link
 * org.echodc.device.Devices} puts around it.
 */
public final class CpuDevice implements Device, DeviceTensor.Owner {
  private static final NativeLibraries LIBRARIES =
      NativeLibraries.of(
          CpuDevice.class,
          "cpu",
          List.of("libgomp.so.1", "libOpenCL.so.1", "libdnnl.so.3", "libechodc_cpu.so"));

  private final long context;
  private final int threads;
  private final Precision precision;
  private long tensorBytes;
  private boolean closed;

  /**
   * Loads the native library, if no other device has, and starts the device.
   *
   * @param threads threads that compute, at least 1
   * @param precision BF16 stores the activations between the blocks of a network so, and allows
   *     convolutions errors that are small beside those of storing; everything is computed in
   *     float32
   * @throws org.echodc.device.DeviceException if the library cannot be loaded
   */
  public CpuDevice(int threads, Precision precision) {
    LIBRARIES.load();
    this.threads = threads;
    this.context = CpuLibrary.createContext(threads);
    this.precision = precision == Precision.BF16 ? Precision.BF16 : Precision.FP32;
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "cpu",
        processorName() + ", " + CpuLibrary.isaName(),
        threads,
        Map.of(
            "oneDNN",
            CpuLibrary.onednnVersion(),
            "precision",
            precision.name().toLowerCase(Locale.ROOT)));
  }

  private static String processorName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    long bytes = Math.multiplyExact(shape.elements(), type.bytes());
    Tensor tensor = DeviceTensor.owning(this, CpuLibrary.allocate(bytes), type, shape);
    tensorBytes += bytes;
    return tensor;
  }

  @Override
  public void release(long address, long bytes) {
    CpuLibrary.free(address);
    tensorBytes -= bytes;
  }

  @Override
  public long allocatedBytes() {
    return tensorBytes + CpuLibrary.workspaceBytes(context);
  }

  private long address(Tensor tensor) {
    return DeviceTensor.address(this, tensor);
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    CpuLibrary.uploadFloats(src, address(dst));
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    CpuLibrary.uploadInts(src, address(dst));
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    CpuLibrary.uploadBytes(src, address(dst));
  }

  @Override
  public void download(Tensor src, float[] dst) {
    CpuLibrary.downloadFloats(address(src), dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    CpuLibrary.downloadInts(address(src), dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    float[] values = new float[Math.toIntExact(src.shape().elements())];
    download(src, values);
    return ReadBack.of(values);
  }

  @Override
  public void fill(Tensor dst, float value) {
    if (dst.type() == DataType.INT32) {
      CpuLibrary.fillInts(address(dst), dst.shape().elements(), (int) Math.floor(value));
    } else {
      CpuLibrary.fillFloats(address(dst), dst.shape().elements(), value);
    }
  }

  @Override
  public void synchronize() {
    // every operation is done when it returns
  }

  @Override
  public Event recordEvent() {
    return new HostEvent(System.nanoTime());
  }

  private record HostEvent(long nanoseconds) implements Event {
    @Override
    public double secondsSince(Event earlier) {
      return (nanoseconds - ((HostEvent) earlier).nanoseconds) * 1e-9;
    }
  }

  @Override
  public Recording record(Runnable operations) {
    return Recording.reissuing(operations);
  }

  @Override
  public void advance(Tensor step) {
    CpuLibrary.advance(address(step));
  }

  @Override
  public void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    int[] sizes = new int[segments.size()];
    float[] lows = new float[sizes.length];
    float[] highs = new float[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = segments.get(i).size();
      lows[i] = segments.get(i).low();
      highs[i] = segments.get(i).high();
    }
    CpuLibrary.initialize(
        context,
        key.seed(),
        key.purpose().ordinal(),
        address(key.step()),
        key.period(),
        sizes,
        lows,
        highs,
        address(dst));
  }

  @Override
  public void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    CpuLibrary.sample(
        context,
        key.seed(),
        key.purpose().ordinal(),
        address(key.step()),
        key.period(),
        address(segments.table()),
        segments.groups(),
        first,
        dst.shape().extent(1),
        address(dst));
  }

  @Override
  public void drawAugmentation(
      RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    CpuLibrary.drawAugmentation(
        context,
        key.seed(),
        key.purpose().ordinal(),
        address(key.step()),
        key.period(),
        policy.mask(),
        imageSize,
        dst.shape().extent(0),
        address(dst));
  }

  @Override
  public void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    long source = address(images);
    boolean bytes = images.type() == DataType.UINT8;
    CpuLibrary.gather(
        context,
        dst.shape().extent(1),
        dst.shape().extent(2),
        floats(normalization.mean()),
        floats(normalization.std()),
        bytes ? source : 0,
        bytes ? 0 : source,
        images.shape().extent(0),
        address(indices),
        dst.shape().extent(0),
        address(augmentation.table()),
        rows(augmentation),
        address(dst));
  }

  private static int rows(Augmentation augmentation) {
    return augmentation.table().shape().extent(0);
  }

  private static float[] floats(List<Float> values) {
    float[] unboxed = new float[values.size()];
    for (int i = 0; i < unboxed.length; i++) {
      unboxed[i] = values.get(i);
    }
    return unboxed;
  }

  @Override
  public void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    CpuLibrary.gatherLabels(
        context,
        address(values),
        values.shape().extent(0),
        address(indices),
        indices.shape().elements(),
        address(dst));
  }

  @Override
  public void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    CpuLibrary.decode(
        context,
        dst.shape().extent(1),
        dst.shape().extent(2),
        floats(normalization.mean()),
        floats(normalization.std()),
        stored.shape().extent(0),
        decoding.ipc(),
        decoding.factor(),
        address(stored),
        address(selection),
        dst.shape().extent(0),
        address(augmentation.table()),
        rows(augmentation),
        address(dst));
  }

  @Override
  public void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    Shape shape = storedGradient.shape();
    CpuLibrary.decodeBackward(
        context,
        shape.extent(1),
        shape.extent(2),
        floats(normalization.mean()),
        floats(normalization.std()),
        shape.extent(0),
        decoding.ipc(),
        decoding.factor(),
        address(dstGradient),
        address(selection),
        dstGradient.shape().extent(0),
        address(augmentation.table()),
        rows(augmentation),
        address(storedGradient));
  }

  @Override
  public void cutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    Shape shape = src.shape();
    CpuLibrary.cutMix(
        context,
        key.seed(),
        key.purpose().ordinal(),
        address(key.step()),
        key.period(),
        probability,
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        shape.extent(0),
        address(src),
        address(labels.labels()),
        address(dst),
        address(labels.partners()),
        address(labels.weight()));
  }

  @Override
  public DataType activationType(List<ConvBlock> blocks, Shape src) {
    return precision == Precision.BF16 ? DataType.BFLOAT16 : DataType.FLOAT32;
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst) {
    convBlockForward(block, src, dst, 0, 0, false, 0, 0);
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst, ConvBlockSaved saved) {
    convBlockForward(
        block,
        src,
        dst,
        saved.images(),
        address(saved.convolution()),
        isBfloat16(saved.convolution()),
        address(saved.mean()),
        address(saved.inverseStd()));
  }

  private void convBlockForward(
      ConvBlock block,
      Tensor src,
      Tensor dst,
      int savedImages,
      long convolution,
      boolean convolutionBfloat16,
      long mean,
      long inverseStd) {
    Shape shape = src.shape();
    CpuLibrary.convBlockForward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        block.inputChannels(),
        block.outputChannels(),
        block.padding(),
        address(block.weight()),
        address(block.scale()),
        address(block.shift()),
        address(src),
        isBfloat16(src),
        address(dst),
        isBfloat16(dst),
        savedImages,
        convolution,
        convolutionBfloat16,
        mean,
        inverseStd);
  }

  private static boolean isBfloat16(Tensor tensor) {
    return tensor.type() == DataType.BFLOAT16;
  }

  @Override
  public void convBlockBackward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients) {
    Shape convolved = saved.convolution().shape();
    int shrink = 2 - 2 * block.padding();
    CpuLibrary.convBlockBackward(
        context,
        saved.images(),
        convolved.extent(1) + shrink,
        convolved.extent(2) + shrink,
        block.inputChannels(),
        block.outputChannels(),
        block.padding(),
        address(block.weight()),
        address(block.scale()),
        address(block.shift()),
        address(saved.convolution()),
        isBfloat16(saved.convolution()),
        address(saved.mean()),
        address(saved.inverseStd()),
        address(dstGradient),
        isBfloat16(dstGradient),
        gradients.src().map(this::address).orElse(0L),
        gradients.src().map(CpuDevice::isBfloat16).orElse(false),
        gradients.parameters().map(p -> address(p.src())).orElse(0L),
        gradients.parameters().map(p -> address(p.weight())).orElse(0L),
        gradients.parameters().map(p -> address(p.scale())).orElse(0L),
        gradients.parameters().map(p -> address(p.shift())).orElse(0L));
  }

  @Override
  public void convolutionForward(Convolution convolution, Tensor src, Tensor dst) {
    Shape shape = src.shape();
    CpuLibrary.convolutionForward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        dst.shape().extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        address(convolution.weight()),
        address(src),
        address(dst));
  }

  @Override
  public void convolutionBackwardInput(
      Convolution convolution, Tensor dstGradient, Tensor srcGradient) {
    Shape shape = srcGradient.shape();
    CpuLibrary.convolutionBackwardInput(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        dstGradient.shape().extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        address(convolution.weight()),
        address(dstGradient),
        address(srcGradient));
  }

  @Override
  public void convolutionBackwardWeight(
      Convolution convolution, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    Shape shape = src.shape();
    CpuLibrary.convolutionBackwardWeight(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        dstGradient.shape().extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        address(src),
        address(dstGradient),
        address(weightGradient));
  }

  @Override
  public void instanceNormForward(
      InstanceNorm norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    Shape shape = src.shape();
    CpuLibrary.instanceNormForward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        address(norm.scale()),
        address(norm.shift()),
        norm.relu(),
        address(src),
        address(dst),
        address(statistics.mean()),
        address(statistics.inverseStd()));
  }

  @Override
  public void instanceNormBackward(
      InstanceNorm norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm parameterGradients) {
    Shape shape = src.shape();
    CpuLibrary.instanceNormBackward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        address(norm.scale()),
        address(norm.shift()),
        norm.relu(),
        address(src),
        address(statistics.mean()),
        address(statistics.inverseStd()),
        address(dstGradient),
        address(srcGradient),
        address(parameterGradients.scale()),
        address(parameterGradients.shift()));
  }

  @Override
  public void averagePoolForward(Tensor src, Tensor dst) {
    Shape shape = src.shape();
    CpuLibrary.averagePoolForward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        address(src),
        address(dst));
  }

  @Override
  public void averagePoolBackward(Tensor dstGradient, Tensor srcGradient) {
    Shape shape = srcGradient.shape();
    CpuLibrary.averagePoolBackward(
        context,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        address(dstGradient),
        address(srcGradient));
  }

  @Override
  public void add(Tensor left, Tensor right, Tensor dst) {
    CpuLibrary.add(context, dst.shape().elements(), address(left), address(right), address(dst));
  }

  @Override
  public void linearForward(Linear linear, Tensor src, Tensor dst) {
    CpuLibrary.linearForward(
        context,
        src.shape().extent(0),
        src.shape().extent(1),
        dst.shape().extent(1),
        address(linear.weight()),
        address(linear.bias()),
        address(src),
        address(dst));
  }

  @Override
  public void linearBackward(
      Linear linear, Tensor src, Tensor dstGradient, Tensor srcGradient, Linear gradients) {
    CpuLibrary.linearBackward(
        context,
        src.shape().extent(0),
        src.shape().extent(1),
        dstGradient.shape().extent(1),
        address(linear.weight()),
        address(src),
        address(dstGradient),
        address(srcGradient),
        address(gradients.weight()),
        address(gradients.bias()));
  }

  @Override
  public void softmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient) {
    CpuLibrary.softmaxCrossEntropy(
        context,
        logits.shape().extent(0),
        logits.shape().extent(1),
        address(logits),
        address(labels.labels()),
        address(labels.partners()),
        address(labels.weight()),
        address(loss),
        address(gradient));
  }

  @Override
  public void countCorrect(Tensor logits, Tensor labels, Tensor correct) {
    CpuLibrary.countCorrect(
        context,
        logits.shape().extent(0),
        logits.shape().extent(1),
        address(logits),
        address(labels),
        address(correct));
  }

  @Override
  public void mmdGradient(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient) {
    mmd(mmd, synthetic, real, gradient, 0);
  }

  @Override
  public void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {
    mmd(mmd, synthetic, real, gradient, address(loss));
  }

  private void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, long loss) {
    Shape shape = synthetic.shape();
    CpuLibrary.mmd(
        context,
        mmd.implementation() == Mmd.Implementation.FUSED,
        mmd.kernel().ordinal(),
        shape.extent(0),
        shape.extent(1),
        real.shape().extent(1),
        shape.extent(2),
        address(synthetic),
        address(real),
        address(gradient),
        loss);
  }

  @Override
  public void sgdStep(Sgd sgd, Tensor parameters, Tensor gradient, Tensor velocity) {
    CpuLibrary.sgdStep(
        context,
        sgd.learningRate(),
        sgd.momentum(),
        sgd.weightDecay(),
        sgd.range().isPresent(),
        sgd.range().map(Sgd.Range::low).orElse(0f),
        sgd.range().map(Sgd.Range::high).orElse(0f),
        parameters.shape().elements(),
        address(parameters),
        address(gradient),
        address(velocity));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      CpuLibrary.destroyContext(context);
    }
  }
}
