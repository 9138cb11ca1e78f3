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
import jcuda.driver.JCudaDriver;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceInfo;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Event;
import org.echodc.device.MissingLibraryException;
import org.echodc.device.NoGpuException;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.Ways;
import org.echodc.operation.Add;
import org.echodc.operation.Advance;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.AveragePool;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.operation.CountCorrect;
import org.echodc.operation.CutMix;
import org.echodc.operation.Decode;
import org.echodc.operation.Decoding;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.GatherLabels;
import org.echodc.operation.Initialize;
import org.echodc.operation.InstanceNorm;
import org.echodc.operation.Linear;
import org.echodc.operation.MixedLabels;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.Sample;
import org.echodc.operation.Segments;
import org.echodc.operation.Sgd;
import org.echodc.operation.SgdStep;
import org.echodc.operation.SoftmaxCrossEntropy;
import org.echodc.operation.UniformSegment;
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
  private static final JCudaLibrary JCUDA = new JCudaLibrary(NAME, JCudaDriver.class);

  private final CudaContext context;
  private final boolean simulated;
  private final Layers layers;
  private final Ways ways;
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
    ways =
        new Ways(context.name())
            .add(Fill.class, op -> fill(op.dst(), op.value()))
            .add(Advance.class, op -> advance(op.step()))
            .add(Initialize.class, op -> initialize(op.key(), op.segments(), op.dst()))
            .add(Sample.class, op -> sample(op.key(), op.segments(), op.first(), op.dst()))
            .add(
                DrawAugmentation.class,
                op -> drawAugmentation(op.key(), op.policy(), op.imageSize(), op.dst()))
            .add(
                Gather.class,
                op ->
                    gather(
                        op.images(), op.normalization(), op.indices(), op.augmentation(), op.dst()))
            .add(GatherLabels.class, op -> gatherLabels(op.values(), op.indices(), op.dst()))
            .add(
                Decode.class,
                op ->
                    decode(
                        op.stored(),
                        op.decoding(),
                        op.selection(),
                        op.normalization(),
                        op.augmentation(),
                        op.dst()))
            .add(
                Decode.Backward.class,
                op ->
                    decodeBackward(
                        op.dstGradient(),
                        op.decoding(),
                        op.selection(),
                        op.normalization(),
                        op.augmentation(),
                        op.storedGradient()))
            .add(
                CutMix.class,
                op -> cutMix(op.key(), op.probability(), op.src(), op.dst(), op.labels()))
            .add(
                ConvBlock.class,
                layers.convBlocks()::supports,
                op ->
                    op.saved()
                        .ifPresentOrElse(
                            saved -> convBlockForward(op.parameters(), op.src(), op.dst(), saved),
                            () -> convBlockForward(op.parameters(), op.src(), op.dst())))
            .add(
                ConvBlock.Backward.class,
                layers.convBlocks()::supports,
                op ->
                    convBlockBackward(
                        op.parameters(), op.saved(), op.dstGradient(), op.gradients()))
            .add(Convolution.class, op -> convolutionForward(op.filter(), op.src(), op.dst()))
            .add(
                Convolution.BackwardInput.class,
                op -> convolutionBackwardInput(op.filter(), op.dstGradient(), op.srcGradient()))
            .add(
                Convolution.BackwardWeight.class,
                op ->
                    convolutionBackwardWeight(
                        op.filter(), op.src(), op.dstGradient(), op.weightGradient()))
            .add(
                InstanceNorm.class,
                op -> instanceNormForward(op.affine(), op.src(), op.dst(), op.statistics()))
            .add(
                InstanceNorm.Backward.class,
                op -> op.gradients().isPresent(),
                op ->
                    instanceNormBackward(
                        op.affine(),
                        op.src(),
                        op.statistics(),
                        op.dstGradient(),
                        op.srcGradient(),
                        op.gradients().orElseThrow()))
            .add(AveragePool.class, op -> averagePoolForward(op.src(), op.dst()))
            .add(
                AveragePool.Backward.class,
                op -> averagePoolBackward(op.dstGradient(), op.srcGradient()))
            .add(Add.class, op -> add(op.left(), op.right(), op.dst()))
            .add(Linear.class, op -> linearForward(op.parameters(), op.src(), op.dst()))
            .add(
                Linear.Backward.class,
                op -> op.srcGradient().isPresent() && op.gradients().isPresent(),
                op ->
                    linearBackward(
                        op.parameters(),
                        op.src(),
                        op.dstGradient(),
                        op.srcGradient().orElseThrow(),
                        op.gradients().orElseThrow()))
            .add(
                SoftmaxCrossEntropy.class,
                op -> softmaxCrossEntropy(op.logits(), op.labels(), op.loss(), op.gradient()))
            .add(CountCorrect.class, op -> countCorrect(op.logits(), op.labels(), op.correct()))
            .add(
                MmdGradient.class,
                op ->
                    op.loss()
                        .ifPresentOrElse(
                            loss -> mmd(op.mmd(), op.synthetic(), op.real(), op.gradient(), loss),
                            () -> mmdGradient(op.mmd(), op.synthetic(), op.real(), op.gradient())))
            .add(
                SgdStep.class,
                op -> sgdStep(op.sgd(), op.parameters(), op.gradient(), op.velocity()));
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
      JCUDA.load();
    } catch (MissingLibraryException e) {
      throw new DeviceException(
          Text.format(
              "device %s cannot load the driver: the dynamic linker finds no %s\n"
                  + "Install NVIDIA's driver, or add the library's folder to LD_LIBRARY_PATH",
              name, e.library()),
          e);
    }
    return open(new CudaContext(name, request.precision()), request.simulate(), layers);
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

  private static void requireDriver() {
    if (!Files.exists(Path.of("/dev/nvidiactl")) && !Files.exists(Path.of("/dev/dxg"))) {
      throw new NoGpuException(
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

  private void fill(Tensor dst, float value) {
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
  public boolean supports(Operation operation) {
    return ways.supports(operation);
  }

  @Override
  public void run(Operation operation) {
    ways.run(operation);
  }

  @Override
  public Recording record(List<Operation> operations) {
    return new CudaRecording(context, operations, ways::run);
  }

  private void advance(Tensor step) {
    random.advance(step);
  }

  private void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    random.initialize(key, segments, dst);
  }

  private void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    random.sample(key, segments, first, dst);
  }

  private void drawAugmentation(
      RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    random.drawAugmentation(key, policy, imageSize, dst);
  }

  private void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    gather.gather(images, normalization, indices, augmentation, dst);
  }

  private void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    gather.gatherLabels(values, indices, dst);
  }

  private void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    decode.decode(stored, decoding, selection, normalization, augmentation, dst);
  }

  private void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    decode.decodeBackward(
        dstGradient, decoding, selection, normalization, augmentation, storedGradient);
  }

  private void cutMix(
      RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    cutMix.cutMix(key, probability, src, dst, labels);
  }

  private void convBlockForward(ConvBlock.Parameters block, Tensor src, Tensor dst) {
    layers.convBlocks().forward(block, src, dst, Optional.empty());
  }

  private void convBlockForward(
      ConvBlock.Parameters block, Tensor src, Tensor dst, ConvBlock.Saved saved) {
    layers.convBlocks().forward(block, src, dst, Optional.of(saved));
  }

  private void convBlockBackward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      ConvBlock.Gradients gradients) {
    layers.convBlocks().backward(block, saved, dstGradient, gradients);
  }

  private void convolutionForward(Convolution.Filter parameters, Tensor src, Tensor dst) {
    layers.convolutions().forward(parameters, src, dst);
  }

  private void convolutionBackwardInput(
      Convolution.Filter parameters, Tensor dstGradient, Tensor srcGradient) {
    layers.convolutions().backwardInput(parameters, dstGradient, srcGradient);
  }

  private void convolutionBackwardWeight(
      Convolution.Filter parameters, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    layers.convolutions().backwardWeight(parameters, src, dstGradient, weightGradient);
  }

  private void instanceNormForward(
      InstanceNorm.Affine norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    kernels.instanceNorm().forward(norm, src, dst, statistics);
  }

  private void instanceNormBackward(
      InstanceNorm.Affine norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm.Gradients parameterGradients) {
    kernels
        .instanceNorm()
        .backward(norm, src, statistics, dstGradient, srcGradient, parameterGradients);
  }

  private void averagePoolForward(Tensor src, Tensor dst) {
    layers.pooling().forward(src, dst);
  }

  private void averagePoolBackward(Tensor dstGradient, Tensor srcGradient) {
    layers.pooling().backward(dstGradient, srcGradient);
  }

  private void add(Tensor left, Tensor right, Tensor dst) {
    elementwise.add(left, right, dst);
  }

  private void linearForward(Linear.Parameters layer, Tensor src, Tensor dst) {
    layers.linear().forward(layer, src, dst);
  }

  private void linearBackward(
      Linear.Parameters layer,
      Tensor src,
      Tensor dstGradient,
      Tensor srcGradient,
      Linear.Parameters gradients) {
    layers.linear().backward(layer, src, dstGradient, srcGradient, gradients);
  }

  private void softmaxCrossEntropy(
      Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient) {
    layers.crossEntropy().softmaxCrossEntropy(logits, labels, loss, gradient);
  }

  private void countCorrect(Tensor logits, Tensor labels, Tensor correct) {
    kernels.crossEntropy().countCorrect(logits, labels, correct);
  }

  private void mmdGradient(Mmd discrepancy, Tensor synthetic, Tensor real, Tensor gradient) {
    mmd.mmd(discrepancy, synthetic, real, gradient, Optional.empty());
  }

  private void mmd(Mmd discrepancy, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {
    mmd.mmd(discrepancy, synthetic, real, gradient, Optional.of(loss));
  }

  private void sgdStep(Sgd step, Tensor parameters, Tensor gradient, Tensor velocity) {
    sgd.sgdStep(step, parameters, gradient, velocity);
  }

  @Override
  public void close() {
    context.close();
  }
}
