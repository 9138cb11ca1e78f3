package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;
import static org.echodc.oracle.HostTensor.wholeNumbers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Event;
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

/**
 * The oracle behind the interface of a device, so that a test runs the same lines on both and
 * compares. Holds every tensor in double precision and checks no arguments.
 */
public final class OracleDevice implements Device {
  private final Ways ways =
      new Ways("oracle")
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
              op ->
                  op.saved()
                      .ifPresentOrElse(
                          saved -> convBlockForward(op.parameters(), op.src(), op.dst(), saved),
                          () -> convBlockForward(op.parameters(), op.src(), op.dst())))
          .add(
              ConvBlock.Backward.class,
              op ->
                  convBlockBackward(op.parameters(), op.saved(), op.dstGradient(), op.gradients()))
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

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("oracle", "naive loops in double precision", 1, Map.of());
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return HostTensor.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    set(dst, IntStream.range(0, src.length).mapToDouble(i -> src[i]).toArray());
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    set(dst, Arrays.stream(src).asDoubleStream().toArray());
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    set(dst, IntStream.range(0, src.length).mapToDouble(i -> src[i] & 0xFF).toArray());
  }

  @Override
  public void download(Tensor src, float[] dst) {
    double[] values = values(src);
    for (int i = 0; i < dst.length; i++) {
      dst[i] = (float) values[i];
    }
  }

  @Override
  public void download(Tensor src, int[] dst) {
    int[] values = wholeNumbers(src);
    System.arraycopy(values, 0, dst, 0, dst.length);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    float[] values = new float[Math.toIntExact(src.shape().elements())];
    download(src, values);
    return ReadBack.of(values);
  }

  private void fill(Tensor dst, float value) {
    double[] values = new double[(int) dst.shape().elements()];
    Arrays.fill(values, dst.type() == DataType.INT32 ? Math.floor(value) : value);
    set(dst, values);
  }

  @Override
  public void synchronize() {
    // every operation is done when it returns
  }

  @Override
  public Event recordEvent() {
    return earlier -> 0;
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
    return Recording.reissuing(operations, ways::run);
  }

  private void advance(Tensor step) {
    set(step, values(step)[0] + 1);
  }

  private static RandomStream stream(RandomKey key) {
    int draw = wholeNumbers(key.step())[0] / key.period();
    return new RandomStream(key.seed(), key.purpose().ordinal(), draw);
  }

  private void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    RandomStream stream = stream(key);
    double[] values = values(dst);
    int i = 0;
    for (UniformSegment segment : segments) {
      for (int end = i + segment.size(); i < end; i++) {
        double u = stream.uniforms(i / 4, 0)[i % 4];
        values[i] = segment.low() + ((double) segment.high() - segment.low()) * u;
      }
    }
    set(dst, values);
  }

  private void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    int count = dst.shape().extent(1);
    set(
        dst,
        IntStream.range(0, segments.groups())
            .boxed()
            .flatMapToInt(
                group -> {
                  KeyedPermutation permutation =
                      new KeyedPermutation(stream(key), group, segments.size(group));
                  return IntStream.range(first, first + count)
                      .map(j -> segments.bounds().get(group) + permutation.apply(j));
                })
            .asDoubleStream()
            .toArray());
  }

  private void drawAugmentation(
      RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    set(
        dst,
        IntStream.range(0, dst.shape().extent(0))
            .mapToObj(group -> AugmentationDrawOracle.row(stream(key), policy, imageSize, group))
            .flatMapToDouble(Arrays::stream)
            .toArray());
  }

  private void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    double scale = images.type() == DataType.UINT8 ? 1 / 255.0 : 1;
    double[] pixels =
        Arrays.stream(wholeNumbers(indices))
            .mapToObj(index -> values(images.rows(index, 1)))
            .flatMapToDouble(Arrays::stream)
            .map(pixel -> pixel * scale)
            .toArray();
    normalizeAndAugment(pixels, normalization, augmentation, dst);
  }

  private static void normalizeAndAugment(
      double[] pixels, Normalization normalization, Augmentation augmentation, Tensor dst) {
    int channels = normalization.channels();
    double[] normalized = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int c = i % channels;
      normalized[i] = (pixels[i] - normalization.mean().get(c)) / normalization.std().get(c);
    }
    Images batch = Images.of(dst.shape());
    set(dst, AugmentationOracle.forward(batch, values(augmentation.table()), normalized));
  }

  private void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    double[] labels = values(values);
    set(dst, Arrays.stream(wholeNumbers(indices)).mapToDouble(i -> labels[i]).toArray());
  }

  private void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    DecodeOracle oracle =
        new DecodeOracle(decoding, Images.of(stored.shape()), wholeNumbers(selection));
    normalizeAndAugment(oracle.forward(values(stored)), normalization, augmentation, dst);
  }

  private void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    double[] gradient =
        AugmentationOracle.adjoint(
            Images.of(dstGradient.shape()), values(augmentation.table()), values(dstGradient));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= normalization.std().get(i % normalization.channels());
    }
    DecodeOracle oracle =
        new DecodeOracle(decoding, Images.of(storedGradient.shape()), wholeNumbers(selection));
    set(storedGradient, oracle.adjoint(gradient));
  }

  private void cutMix(
      RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    CutMixOracle oracle = new CutMixOracle(stream(key), probability, Images.of(src.shape()));
    double[] own = values(labels.labels());
    set(dst, oracle.mix(values(src)));
    set(
        labels.partners(),
        IntStream.range(0, own.length).mapToDouble(i -> own[oracle.partner(i)]).toArray());
    set(labels.weight(), oracle.weight());
  }

  private void convBlockForward(ConvBlock.Parameters block, Tensor src, Tensor dst) {
    forward(block, src, dst);
  }

  private void convBlockForward(
      ConvBlock.Parameters block, Tensor src, Tensor dst, ConvBlock.Saved saved) {
    Convolved convolved = forward(block, src, dst);
    set(saved.convolution(), last(convolved.values, saved.convolution()));
    set(saved.mean(), last(convolved.statistics.mean(), saved.mean()));
    set(saved.inverseStd(), last(convolved.statistics.inverseStd(), saved.inverseStd()));
  }

  private record Convolved(double[] values, NormOracle.Statistics statistics) {}

  private static Convolved forward(ConvBlock.Parameters block, Tensor src, Tensor dst) {
    Images shape = Images.of(block.convolutionShape(src.shape()));
    double[] convolved = convolution(block, src.shape(), shape).forward(values(src), weight(block));
    NormOracle norm = norm(block, shape);
    NormOracle.Statistics statistics = norm.statistics(convolved);
    set(dst, new PoolOracle(shape).forward(norm.forward(convolved, statistics)));
    return new Convolved(convolved, statistics);
  }

  private static double[] last(double[] values, Tensor dst) {
    int count = (int) dst.shape().elements();
    return Arrays.copyOfRange(values, values.length - count, values.length);
  }

  private static double[] weight(ConvBlock.Parameters block) {
    return values(block.weight());
  }

  private static ConvolutionOracle convolution(ConvBlock.Parameters block, Shape src, Images dst) {
    return new ConvolutionOracle(Images.of(src), dst, 3, 1, block.padding());
  }

  private static NormOracle norm(ConvBlock.Parameters block, Images shape) {
    return new NormOracle(shape, values(block.scale()), values(block.shift()), true);
  }

  private void convBlockBackward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      ConvBlock.Gradients gradients) {
    Images shape = Images.of(saved.convolution().shape());
    NormOracle.Gradients ofNorm =
        norm(block, shape)
            .backward(
                values(saved.convolution()),
                new NormOracle.Statistics(values(saved.mean()), values(saved.inverseStd())),
                new PoolOracle(shape).backward(values(dstGradient)));
    gradients
        .src()
        .ifPresent(
            src ->
                set(
                    src,
                    convolution(block, src.shape(), shape)
                        .backwardInput(weight(block), ofNorm.src())));
    gradients
        .parameters()
        .ifPresent(
            parameters -> {
              ConvolutionOracle convolution = convolution(block, parameters.src().shape(), shape);
              set(
                  parameters.weight(),
                  convolution.backwardWeight(values(parameters.src()), ofNorm.src()));
              set(parameters.scale(), ofNorm.scale());
              set(parameters.shift(), ofNorm.shift());
            });
  }

  private static ConvolutionOracle oracle(Convolution.Filter convolution, Tensor src, Tensor dst) {
    return new ConvolutionOracle(
        Images.of(src.shape()),
        Images.of(dst.shape()),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding());
  }

  private void convolutionForward(Convolution.Filter convolution, Tensor src, Tensor dst) {
    set(dst, oracle(convolution, src, dst).forward(values(src), values(convolution.weight())));
  }

  private void convolutionBackwardInput(
      Convolution.Filter convolution, Tensor dstGradient, Tensor srcGradient) {
    set(
        srcGradient,
        oracle(convolution, srcGradient, dstGradient)
            .backwardInput(values(convolution.weight()), values(dstGradient)));
  }

  private void convolutionBackwardWeight(
      Convolution.Filter convolution, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    set(
        weightGradient,
        oracle(convolution, src, dstGradient).backwardWeight(values(src), values(dstGradient)));
  }

  private static NormOracle oracle(InstanceNorm.Affine norm, Tensor src) {
    return new NormOracle(
        Images.of(src.shape()), values(norm.scale()), values(norm.shift()), norm.relu());
  }

  private void instanceNormForward(
      InstanceNorm.Affine norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    NormOracle.Statistics computed = oracle(norm, src).statistics(values(src));
    set(dst, oracle(norm, src).forward(values(src), computed));
    set(statistics.mean(), computed.mean());
    set(statistics.inverseStd(), computed.inverseStd());
  }

  private void instanceNormBackward(
      InstanceNorm.Affine norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm.Gradients parameterGradients) {
    NormOracle.Gradients gradients =
        oracle(norm, src)
            .backward(
                values(src),
                new NormOracle.Statistics(
                    values(statistics.mean()), values(statistics.inverseStd())),
                values(dstGradient));
    set(srcGradient, gradients.src());
    set(parameterGradients.scale(), gradients.scale());
    set(parameterGradients.shift(), gradients.shift());
  }

  private void averagePoolForward(Tensor src, Tensor dst) {
    set(dst, new PoolOracle(Images.of(src.shape())).forward(values(src)));
  }

  private void averagePoolBackward(Tensor dstGradient, Tensor srcGradient) {
    Images src = Images.of(srcGradient.shape());
    set(srcGradient, new PoolOracle(src).backward(values(dstGradient)));
  }

  private void add(Tensor left, Tensor right, Tensor dst) {
    double[] l = values(left);
    double[] r = values(right);
    set(dst, IntStream.range(0, l.length).mapToDouble(i -> l[i] + r[i]).toArray());
  }

  private static RealMatrix matrix(Tensor tensor) {
    return LinearOracle.matrix(values(tensor), tensor.shape().extent(0));
  }

  private void linearForward(Linear.Parameters linear, Tensor src, Tensor dst) {
    set(dst, LinearOracle.forward(matrix(src), matrix(linear.weight()), values(linear.bias())));
  }

  private void linearBackward(
      Linear.Parameters linear,
      Tensor src,
      Tensor dstGradient,
      Tensor srcGradient,
      Linear.Parameters gradients) {
    set(srcGradient, LinearOracle.backwardInput(matrix(dstGradient), matrix(linear.weight())));
    set(gradients.weight(), LinearOracle.backwardWeight(matrix(src), matrix(dstGradient)));
    set(gradients.bias(), LinearOracle.backwardBias(matrix(dstGradient)));
  }

  private void softmaxCrossEntropy(
      Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient) {
    CrossEntropyOracle oracle =
        new CrossEntropyOracle(
            matrix(logits).getData(),
            wholeNumbers(labels.labels()),
            wholeNumbers(labels.partners()),
            values(labels.weight())[0]);
    set(loss, oracle.loss());
    set(gradient, oracle.gradient());
  }

  private void countCorrect(Tensor logits, Tensor labels, Tensor correct) {
    int[] own = wholeNumbers(labels);
    int count = new CrossEntropyOracle(matrix(logits).getData(), own, own, 1).correct();
    set(correct, values(correct)[0] + count);
  }

  private void mmdGradient(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient) {
    set(
        gradient,
        eachClass(mmd, synthetic, real)
            .flatMapToDouble(oracle -> DoubleStream.of(oracle.gradient()))
            .toArray());
  }

  private void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {
    mmdGradient(mmd, synthetic, real, gradient);
    set(loss, eachClass(mmd, synthetic, real).mapToDouble(MmdOracle::loss).toArray());
  }

  private static Stream<MmdOracle> eachClass(Mmd mmd, Tensor synthetic, Tensor real) {
    return IntStream.range(0, synthetic.shape().extent(0))
        .mapToObj(k -> new MmdOracle(mmd.kernel(), features(synthetic, k), features(real, k)));
  }

  private static double[][] features(Tensor tensor, int k) {
    return LinearOracle.matrix(values(tensor.rows(k, 1)), tensor.shape().extent(1)).getData();
  }

  private void sgdStep(Sgd sgd, Tensor parameters, Tensor gradient, Tensor velocity) {
    SgdOracle.State state =
        SgdOracle.step(sgd, values(parameters), values(gradient), values(velocity));
    set(parameters, state.parameters());
    set(velocity, state.velocity());
  }

  @Override
  public void close() {
    // nothing to free
  }
}
