package org.echodc.device.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jcuda.Pointer;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceInfo;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Event;
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
import org.echodc.text.Text;

/**
 * The hand-written kernels of {@code native/kernels}: hands each operation to the class that
 * launches it. Another device of the same GPU may put its own {@link Layers} in their place.
 * Arguments are checked by the wrapper that {@link org.echodc.device.Devices} puts around it.
 */
public final class CudaDevice implements Device {
  private static final String NAME = "cuda";

  private final CudaContext context;
  private final boolean simulated;
  private final Layers layers;
  private final SharedKernels kernels;
  private final RandomKernels random;
  private final GatherKernels gather;
  private final DecodeKernels decode;
  private final CutMixKernels cutMix;
  private final ElementwiseKernels elementwise;
  private final MmdKernels mmd;
  private final SgdKernels sgd;

  private CudaDevice(CudaContext context, boolean simulated, Layers.Factory factory) {
    this.context = context;
    this.simulated = simulated;
    kernels = new SharedKernels(context);
    layers = factory.create(context, kernels);
    random = new RandomKernels(context);
    gather = new GatherKernels(context);
    cutMix = new CutMixKernels(context);
    elementwise = new ElementwiseKernels(context);
    decode = new DecodeKernels(context, elementwise);
    mmd = new MmdKernels(context, layers.pairProducts());
    sgd = new SgdKernels(context);
  }

  /**
   * Starts the GPU, or the simulated driver, with the hand-written kernels alone.
   *
   * @throws DeviceException if that is not possible; the message has the cause and the cure
   */
  public static CudaDevice open(DeviceRequest request) {
    return open(request, NAME, CudaDevice::handWritten);
  }

  /**
   * The same where others compute the layers.
   *
   * @param name of the device
   * @param layers makes what computes the layers
   * @throws DeviceException if that is not possible; the message has the cause and the cure
   */
  public static CudaDevice open(DeviceRequest request, String name, Layers.Factory layers) {
    if (request.simulate()) {
      Simulator.load();
    } else if (Simulator.isLoaded()) {
      throw new DeviceException(
          Text.format(
              "device %s cannot start: this process has loaded the simulated driver", name));
    } else {
      requireDriver();
    }
    try {
      return open(new CudaContext(name, request.precision()), request.simulate(), layers);
    } catch (LinkageError e) {
      throw new DeviceException(
          Text.format(
              "device %s cannot load JCuda or the driver's libcuda.so.1: %s", name, e.getMessage()),
          e);
    }
  }

  private static CudaDevice open(CudaContext context, boolean simulated, Layers.Factory layers) {
    try {
      return new CudaDevice(context, simulated, layers);
    } catch (DeviceException e) {
      context.close();
      throw e;
    }
  }

  private static Layers handWritten(CudaContext context, SharedKernels kernels) {
    ConvolutionKernels convolutions = new ConvolutionKernels(context, kernels.columnSums());
    return new Layers(
        new ConvBlockKernels(context, convolutions, kernels.columnSums()),
        convolutions,
        new PoolKernels(context),
        new LinearKernels(context, kernels.columnSums()),
        kernels.crossEntropy()::softmaxCrossEntropy,
        new PairProductKernels(context),
        Map.of());
  }

  /** For which GPUs this build has kernels, in words. */
  public static String kernelArchitectures() {
    return KernelModule.architectures();
  }

  /** JCuda cannot be asked for twice in a process, so it is not asked where it must fail. */
  private static void requireDriver() {
    if (!Files.exists(Path.of("/dev/nvidiactl")) && !Files.exists(Path.of("/dev/dxg"))) {
      throw new DeviceException(
          "no NVIDIA driver is running here (neither /dev/nvidiactl nor /dev/dxg exists)\n"
              + "Install NVIDIA's driver, use --device cpu, or run the kernels on the CPU, slowly,"
              + " with --device cuda --simulate");
    }
  }

  @Override
  public DeviceInfo info() {
    Map<String, String> versions = new HashMap<>(layers.versions());
    versions.put("CUDA driver", context.gpu().driverVersion());
    versions.put("precision", context.precision().name().toLowerCase(Locale.ROOT));
    return new DeviceInfo(
        simulated ? context.name() + " (simulated)" : context.name(),
        context.gpu().description(),
        1,
        versions);
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return context.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return context.allocatedBytes();
  }

  private void download(Tensor src, Pointer dst) {
    context.synchronize();
    context.run(
        "download",
        stream -> cuMemcpyDtoH(dst, DevicePointer.to(context.address(src)), src.bytes()));
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    download(src, Pointer.to(dst));
  }

  @Override
  public void download(Tensor src, int[] dst) {
    download(src, Pointer.to(dst));
  }

  @Override
  public ReadBack readBack(Tensor src) {
    return new CudaReadBack(context, src);
  }

  @Override
  public void fill(Tensor dst, float value) {
    elementwise.fill(dst, value);
  }

  @Override
  public void synchronize() {
    context.synchronize();
  }

  @Override
  public Event recordEvent() {
    return new CudaEvent(context);
  }

  @Override
  public Recording record(Runnable operations) {
    return new CudaRecording(context, operations);
  }

  @Override
  public void advance(Tensor step) {
    random.advance(step);
  }

  @Override
  public void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    random.initialize(key, segments, dst);
  }

  @Override
  public void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    random.sample(key, segments, first, dst);
  }

  @Override
  public void drawAugmentation(
      RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    random.drawAugmentation(key, policy, imageSize, dst);
  }

  @Override
  public void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    gather.gather(images, normalization, indices, augmentation, dst);
  }

  @Override
  public void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    gather.gatherLabels(values, indices, dst);
  }

  @Override
  public void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    decode.decode(stored, decoding, selection, normalization, augmentation, dst);
  }

  @Override
  public void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    decode.decodeBackward(
        dstGradient, decoding, selection, normalization, augmentation, storedGradient);
  }

  @Override
  public void cutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    cutMix.cutMix(key, probability, src, dst, labels);
  }

  @Override
  public DataType activationType(List<ConvBlock> blocks, Shape src) {
    return layers.convBlocks().activationType(blocks, src);
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst) {
    layers.convBlocks().forward(block, src, dst, Optional.empty());
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst, ConvBlockSaved saved) {
    layers.convBlocks().forward(block, src, dst, Optional.of(saved));
  }

  @Override
  public void convBlockBackward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients) {
    layers.convBlocks().backward(block, saved, dstGradient, gradients);
  }

  @Override
  public void convolutionForward(Convolution parameters, Tensor src, Tensor dst) {
    layers.convolutions().forward(parameters, src, dst);
  }

  @Override
  public void convolutionBackwardInput(
      Convolution parameters, Tensor dstGradient, Tensor srcGradient) {
    layers.convolutions().backwardInput(parameters, dstGradient, srcGradient);
  }

  @Override
  public void convolutionBackwardWeight(
      Convolution parameters, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    layers.convolutions().backwardWeight(parameters, src, dstGradient, weightGradient);
  }

  @Override
  public void instanceNormForward(
      InstanceNorm norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    kernels.instanceNorm().forward(norm, src, dst, statistics);
  }

  @Override
  public void instanceNormBackward(
      InstanceNorm norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm parameterGradients) {
    kernels
        .instanceNorm()
        .backward(norm, src, statistics, dstGradient, srcGradient, parameterGradients);
  }

  @Override
  public void averagePoolForward(Tensor src, Tensor dst) {
    layers.pooling().forward(src, dst);
  }

  @Override
  public void averagePoolBackward(Tensor dstGradient, Tensor srcGradient) {
    layers.pooling().backward(dstGradient, srcGradient);
  }

  @Override
  public void add(Tensor left, Tensor right, Tensor dst) {
    elementwise.add(left, right, dst);
  }

  @Override
  public void linearForward(Linear layer, Tensor src, Tensor dst) {
    layers.linear().forward(layer, src, dst);
  }

  @Override
  public void linearBackward(
      Linear layer, Tensor src, Tensor dstGradient, Tensor srcGradient, Linear gradients) {
    layers.linear().backward(layer, src, dstGradient, srcGradient, gradients);
  }

  @Override
  public void softmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient) {
    layers.crossEntropy().softmaxCrossEntropy(logits, labels, loss, gradient);
  }

  @Override
  public void countCorrect(Tensor logits, Tensor labels, Tensor correct) {
    kernels.crossEntropy().countCorrect(logits, labels, correct);
  }

  @Override
  public void mmdGradient(Mmd discrepancy, Tensor synthetic, Tensor real, Tensor gradient) {
    mmd.mmd(discrepancy, synthetic, real, gradient, Optional.empty());
  }

  @Override
  public void mmd(Mmd discrepancy, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {
    mmd.mmd(discrepancy, synthetic, real, gradient, Optional.of(loss));
  }

  @Override
  public void sgdStep(Sgd step, Tensor parameters, Tensor gradient, Tensor velocity) {
    sgd.sgdStep(step, parameters, gradient, velocity);
  }

  @Override
  public void close() {
    context.close();
  }
}
