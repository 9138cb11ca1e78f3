package org.echodc.device;

import java.util.List;
import org.echodc.device.operation.Augmentation;
import org.echodc.device.operation.AugmentationColumn;
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
 * Holds every call to the contracts that {@link Device} states before it reaches a device, so that
 * devices need no checks of their own and all give the same errors.
 */
final class CheckedDevice implements Device {
  private final Device device;

  CheckedDevice(Device device) {
    this.device = device;
  }

  @Override
  public DeviceInfo info() {
    return device.info();
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return device.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return device.allocatedBytes();
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.FLOAT32, src.length);
    device.upload(src, dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.INT32, src.length);
    device.upload(src, dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.UINT8, src.length);
    device.upload(src, dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    new Arguments("download").elements("src", src, DataType.FLOAT32, dst.length);
    device.download(src, dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    new Arguments("download").elements("src", src, DataType.INT32, dst.length);
    device.download(src, dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    new Arguments("readBack").elements("src", src, DataType.FLOAT32, src.shape().elements());
    return device.readBack(src);
  }

  @Override
  public void fill(Tensor dst, float value) {
    new Arguments("fill").require(dst.type() != DataType.UINT8, "dst", "FLOAT32 or INT32", dst);
    device.fill(dst, value);
  }

  @Override
  public void synchronize() {
    device.synchronize();
  }

  @Override
  public Event recordEvent() {
    return device.recordEvent();
  }

  @Override
  public Recording record(Runnable operations) {
    return device.record(operations);
  }

  @Override
  public void advance(Tensor step) {
    new Arguments("advance").ints("step", step, 1);
    device.advance(step);
  }

  private static Arguments checkKey(String operation, RandomKey key) {
    Arguments arguments = new Arguments(operation);
    arguments.ints("step", key.step(), 1);
    arguments.require(key.period() >= 1, "period", "at least 1", key.period());
    return arguments;
  }

  @Override
  public void initialize(RandomKey key, List<UniformSegment> segments, Tensor dst) {
    long elements = segments.stream().mapToLong(UniformSegment::size).sum();
    checkKey("initialize", key).elements("dst", dst, DataType.FLOAT32, elements);
    device.initialize(key, segments, dst);
  }

  @Override
  public void sample(RandomKey key, Segments segments, int first, Tensor dst) {
    Arguments arguments = checkKey("sample", key);
    arguments.ints("segments", segments.table(), segments.groups() + 1);
    arguments.rank("dst", dst, DataType.INT32, 2);
    arguments.ints("dst", dst, segments.groups(), dst.shape().extent(1));
    for (int group = 0; group < segments.groups(); group++) {
      arguments.require(
          first >= 0 && first + dst.shape().extent(1) <= segments.size(group),
          "dst",
          Text.format(
              "at most %d entries of group %d from position %d on",
              segments.size(group) - first, group, first),
          dst);
    }
    device.sample(key, segments, first, dst);
  }

  @Override
  public void drawAugmentation(
      RandomKey key, AugmentationPolicy policy, int imageSize, Tensor dst) {
    Arguments arguments = checkKey("drawAugmentation", key);
    arguments.require(imageSize >= 1, "imageSize", "at least 1", imageSize);
    arguments.rank("dst", dst, DataType.FLOAT32, 2);
    arguments.floats("dst", dst, dst.shape().extent(0), AugmentationColumn.COUNT);
    device.drawAugmentation(key, policy, imageSize, dst);
  }

  /**
   * A batch [count, height, width, channels] of normalised, augmented images like {@code images}.
   */
  private static void checkBatch(
      Arguments arguments,
      Tensor images,
      String picksName,
      Tensor picks,
      Normalization normalization,
      Augmentation augmentation,
      String batchName,
      Tensor batch) {
    arguments.require(picks.type() == DataType.INT32, picksName, "INT32", picks);
    int count = Math.toIntExact(picks.shape().elements());
    arguments.floats(batchName, batch, images.shape().withRows(count));
    arguments.require(
        normalization.channels() == images.shape().extent(3),
        "normalization",
        Text.format("of %d channels", images.shape().extent(3)),
        normalization);
    arguments.rank("augmentation", augmentation.table(), DataType.FLOAT32, 2);
    int rows = augmentation.table().shape().extent(0);
    arguments.floats("augmentation", augmentation.table(), rows, AugmentationColumn.COUNT);
    arguments.require(
        count % rows == 0, "augmentation", Text.format("rows that divide %d images", count), rows);
  }

  @Override
  public void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    Arguments arguments = new Arguments("gather");
    arguments.require(images.type() != DataType.INT32, "images", "UINT8 or FLOAT32", images);
    arguments.rank("images", images, images.type(), 4);
    checkBatch(arguments, images, "indices", indices, normalization, augmentation, "dst", dst);
    device.gather(images, normalization, indices, augmentation, dst);
  }

  @Override
  public void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    Arguments arguments = new Arguments("gatherLabels");
    arguments.rank("values", values, DataType.INT32, 1);
    arguments.require(indices.type() == DataType.INT32, "indices", "INT32", indices);
    arguments.elements("dst", dst, DataType.INT32, indices.shape().elements());
    device.gatherLabels(values, indices, dst);
  }

  private static Arguments checkStored(String operation, Tensor stored, Decoding decoding) {
    Arguments arguments = new Arguments(operation);
    arguments.rank("stored", stored, DataType.FLOAT32, 4);
    arguments.require(decoding.ipc() >= 1, "ipc", "at least 1", decoding.ipc());
    arguments.require(
        stored.shape().extent(0) % decoding.ipc() == 0,
        "stored",
        Text.format("a multiple of %d images", decoding.ipc()),
        stored);
    int side = Math.min(stored.shape().extent(1), stored.shape().extent(2));
    arguments.require(
        decoding.factor() >= 1 && decoding.factor() <= side,
        "factor",
        Text.format("1 to %d", side),
        decoding.factor());
    return arguments;
  }

  @Override
  public void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    Arguments arguments = checkStored("decode", stored, decoding);
    checkBatch(arguments, stored, "selection", selection, normalization, augmentation, "dst", dst);
    device.decode(stored, decoding, selection, normalization, augmentation, dst);
  }

  @Override
  public void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    Arguments arguments = checkStored("decodeBackward", storedGradient, decoding);
    checkBatch(
        arguments,
        storedGradient,
        "selection",
        selection,
        normalization,
        augmentation,
        "dstGradient",
        dstGradient);
    device.decodeBackward(
        dstGradient, decoding, selection, normalization, augmentation, storedGradient);
  }

  @Override
  public void cutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    Arguments arguments = checkKey("cutMix", key);
    arguments.require(probability >= 0 && probability <= 1, "probability", "0 to 1", probability);
    arguments.rank("src", src, DataType.FLOAT32, 4);
    arguments.floats("dst", dst, src.shape());
    checkLabels(arguments, labels, src.shape().extent(0));
    device.cutMix(key, probability, src, dst, labels);
  }

  private static void checkLabels(Arguments arguments, MixedLabels labels, int batch) {
    arguments.ints("labels", labels.labels(), batch);
    arguments.ints("partners", labels.partners(), batch);
    arguments.floats("weight", labels.weight(), 1);
  }

  @Override
  public DataType activationType(List<ConvBlock> blocks, Shape src) {
    return device.activationType(blocks, src);
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst) {
    checkBlockForward(block, src, dst);
    device.convBlockForward(block, src, dst);
  }

  @Override
  public void convBlockForward(ConvBlock block, Tensor src, Tensor dst, ConvBlockSaved saved) {
    Arguments arguments = checkBlockForward(block, src, dst);
    arguments.rank("saved convolution", saved.convolution(), saved.convolution().type(), 4);
    arguments.require(
        saved.images() <= src.shape().extent(0),
        "saved images",
        "at most the batch, " + src.shape().extent(0),
        saved.images());
    checkSaved(arguments, saved, block.convolutionShape(src.shape().withRows(saved.images())));
    device.convBlockForward(block, src, dst, saved);
  }

  private static Arguments checkBlockForward(ConvBlock block, Tensor src, Tensor dst) {
    Arguments arguments = new Arguments("convBlockForward");
    checkBlock(arguments, block);
    arguments.rank("src", src, src.type(), 4);
    Shape shape = src.shape();
    arguments.require(
        shape.extent(3) == block.inputChannels(),
        "src",
        Text.format("of %d channels", block.inputChannels()),
        src);
    int smallest = 4 - 2 * block.padding();
    arguments.require(
        shape.extent(1) >= smallest && shape.extent(2) >= smallest,
        "src",
        Text.format("of height and width %d or more", smallest),
        src);
    arguments.activations("src", src, shape);
    arguments.activations("dst", dst, block.resultShape(shape));
    return arguments;
  }

  private static void checkBlock(Arguments arguments, ConvBlock block) {
    arguments.rank("weight", block.weight(), DataType.FLOAT32, 4);
    arguments.floats("weight", block.weight(), 3, 3, block.inputChannels(), block.outputChannels());
    arguments.floats("scale", block.scale(), block.outputChannels());
    arguments.floats("shift", block.shift(), block.outputChannels());
    arguments.require(block.padding() >= 0, "padding", "at least 0", block.padding());
  }

  private static void checkSaved(Arguments arguments, ConvBlockSaved saved, Shape convolution) {
    arguments.activations("saved convolution", saved.convolution(), convolution);
    int images = convolution.extent(0);
    int channels = convolution.extent(3);
    arguments.floats("saved mean", saved.mean(), images, channels);
    arguments.floats("saved inverseStd", saved.inverseStd(), images, channels);
  }

  @Override
  public void convBlockBackward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients) {
    Arguments arguments = new Arguments("convBlockBackward");
    checkBlock(arguments, block);
    arguments.rank("saved convolution", saved.convolution(), saved.convolution().type(), 4);
    Shape convolution = saved.convolution().shape();
    int shrink = 2 - 2 * block.padding();
    Shape src =
        Shape.of(
            saved.images(),
            convolution.extent(1) + shrink,
            convolution.extent(2) + shrink,
            block.inputChannels());
    checkSaved(arguments, saved, block.convolutionShape(src));
    arguments.activations("dstGradient", dstGradient, block.resultShape(src));
    gradients.src().ifPresent(gradient -> arguments.activations("srcGradient", gradient, src));
    gradients
        .parameters()
        .ifPresent(
            parameters -> {
              Tensor kept = saved.convolution();
              arguments.floats("saved convolution", kept, kept.shape());
              arguments.floats("dstGradient", dstGradient, dstGradient.shape());
              gradients.src().ifPresent(g -> arguments.floats("srcGradient", g, src));
              arguments.floats("src", parameters.src(), src);
              arguments.floats("weightGradient", parameters.weight(), block.weight().shape());
              arguments.floats("scaleGradient", parameters.scale(), block.scale().shape());
              arguments.floats("shiftGradient", parameters.shift(), block.shift().shape());
            });
    device.convBlockBackward(block, saved, dstGradient, gradients);
  }

  /** Checks everything but the weight of a backward-weight pass, which has its own name. */
  private static void checkConvolution(
      Arguments arguments,
      Convolution convolution,
      String srcName,
      Tensor src,
      String dstName,
      Tensor dst) {
    arguments.rank("weight", convolution.weight(), DataType.FLOAT32, 4);
    Shape weight = convolution.weight().shape();
    arguments.floats(
        "weight",
        convolution.weight(),
        convolution.kernel(),
        convolution.kernel(),
        weight.extent(2),
        weight.extent(3));
    arguments.require(convolution.stride() >= 1, "stride", "at least 1", convolution.stride());
    arguments.require(convolution.padding() >= 0, "padding", "at least 0", convolution.padding());
    arguments.rank(srcName, src, DataType.FLOAT32, 4);
    int smallest = convolution.kernel() - 2 * convolution.padding();
    arguments.require(
        src.shape().extent(3) == weight.extent(2)
            && src.shape().extent(1) >= smallest
            && src.shape().extent(2) >= smallest,
        srcName,
        Text.format("of %d channels, height and width %d or more", weight.extent(2), smallest),
        src);
    arguments.floats(dstName, dst, convolution.resultShape(src.shape()));
  }

  @Override
  public void convolutionForward(Convolution convolution, Tensor src, Tensor dst) {
    checkConvolution(new Arguments("convolutionForward"), convolution, "src", src, "dst", dst);
    device.convolutionForward(convolution, src, dst);
  }

  @Override
  public void convolutionBackwardInput(
      Convolution convolution, Tensor dstGradient, Tensor srcGradient) {
    checkConvolution(
        new Arguments("convolutionBackwardInput"),
        convolution,
        "srcGradient",
        srcGradient,
        "dstGradient",
        dstGradient);
    device.convolutionBackwardInput(convolution, dstGradient, srcGradient);
  }

  @Override
  public void convolutionBackwardWeight(
      Convolution convolution, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    Arguments arguments = new Arguments("convolutionBackwardWeight");
    checkConvolution(arguments, convolution, "src", src, "dstGradient", dstGradient);
    arguments.floats("weightGradient", weightGradient, convolution.weight().shape());
    device.convolutionBackwardWeight(convolution, src, dstGradient, weightGradient);
  }

  private static Arguments checkNorm(
      String operation, InstanceNorm norm, Tensor src, InstanceNorm.Statistics statistics) {
    Arguments arguments = new Arguments(operation);
    arguments.rank("src", src, DataType.FLOAT32, 4);
    int images = src.shape().extent(0);
    int channels = src.shape().extent(3);
    arguments.floats("scale", norm.scale(), channels);
    arguments.floats("shift", norm.shift(), channels);
    arguments.floats("mean", statistics.mean(), images, channels);
    arguments.floats("inverseStd", statistics.inverseStd(), images, channels);
    return arguments;
  }

  @Override
  public void instanceNormForward(
      InstanceNorm norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    checkNorm("instanceNormForward", norm, src, statistics).floats("dst", dst, src.shape());
    device.instanceNormForward(norm, src, dst, statistics);
  }

  @Override
  public void instanceNormBackward(
      InstanceNorm norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm parameterGradients) {
    Arguments arguments = checkNorm("instanceNormBackward", norm, src, statistics);
    arguments.floats("dstGradient", dstGradient, src.shape());
    arguments.floats("srcGradient", srcGradient, src.shape());
    arguments.floats("scaleGradient", parameterGradients.scale(), norm.scale().shape());
    arguments.floats("shiftGradient", parameterGradients.shift(), norm.shift().shape());
    device.instanceNormBackward(
        norm, src, statistics, dstGradient, srcGradient, parameterGradients);
  }

  private static void checkPool(
      Arguments arguments, String srcName, Tensor src, String dstName, Tensor dst) {
    arguments.rank(srcName, src, DataType.FLOAT32, 4);
    Shape shape = src.shape();
    arguments.require(
        shape.extent(1) >= 2 && shape.extent(2) >= 2,
        srcName,
        "of height and width 2 or more",
        src);
    arguments.floats(
        dstName, dst, shape.extent(0), shape.extent(1) / 2, shape.extent(2) / 2, shape.extent(3));
  }

  @Override
  public void averagePoolForward(Tensor src, Tensor dst) {
    checkPool(new Arguments("averagePoolForward"), "src", src, "dst", dst);
    device.averagePoolForward(src, dst);
  }

  @Override
  public void averagePoolBackward(Tensor dstGradient, Tensor srcGradient) {
    checkPool(
        new Arguments("averagePoolBackward"),
        "srcGradient",
        srcGradient,
        "dstGradient",
        dstGradient);
    device.averagePoolBackward(dstGradient, srcGradient);
  }

  @Override
  public void add(Tensor left, Tensor right, Tensor dst) {
    Arguments arguments = new Arguments("add");
    arguments.floats("right", right, left.shape());
    arguments.floats("dst", dst, left.shape());
    arguments.floats("left", left, left.shape());
    device.add(left, right, dst);
  }

  private static Arguments checkLinear(
      String operation, Linear linear, Tensor src, String dstName, Tensor dst) {
    Arguments arguments = new Arguments(operation);
    arguments.rank("weight", linear.weight(), DataType.FLOAT32, 2);
    int inputs = linear.weight().shape().extent(0);
    int outputs = linear.weight().shape().extent(1);
    arguments.floats("bias", linear.bias(), outputs);
    arguments.rank("src", src, DataType.FLOAT32, 2);
    int batch = src.shape().extent(0);
    arguments.floats("src", src, batch, inputs);
    arguments.floats(dstName, dst, batch, outputs);
    return arguments;
  }

  @Override
  public void linearForward(Linear linear, Tensor src, Tensor dst) {
    checkLinear("linearForward", linear, src, "dst", dst);
    device.linearForward(linear, src, dst);
  }

  @Override
  public void linearBackward(
      Linear linear, Tensor src, Tensor dstGradient, Tensor srcGradient, Linear gradients) {
    Arguments arguments = checkLinear("linearBackward", linear, src, "dstGradient", dstGradient);
    arguments.floats("srcGradient", srcGradient, src.shape());
    arguments.floats("weightGradient", gradients.weight(), linear.weight().shape());
    arguments.floats("biasGradient", gradients.bias(), linear.bias().shape());
    device.linearBackward(linear, src, dstGradient, srcGradient, gradients);
  }

  @Override
  public void softmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient) {
    Arguments arguments = new Arguments("softmaxCrossEntropy");
    arguments.rank("logits", logits, DataType.FLOAT32, 2);
    checkLabels(arguments, labels, logits.shape().extent(0));
    arguments.floats("loss", loss, 1);
    arguments.floats("gradient", gradient, logits.shape());
    device.softmaxCrossEntropy(logits, labels, loss, gradient);
  }

  @Override
  public void countCorrect(Tensor logits, Tensor labels, Tensor correct) {
    Arguments arguments = new Arguments("countCorrect");
    arguments.rank("logits", logits, DataType.FLOAT32, 2);
    arguments.ints("labels", labels, logits.shape().extent(0));
    arguments.ints("correct", correct, 1);
    device.countCorrect(logits, labels, correct);
  }

  private static Arguments checkMmd(
      String operation, Tensor synthetic, Tensor real, Tensor gradient) {
    Arguments arguments = new Arguments(operation);
    arguments.rank("synthetic", synthetic, DataType.FLOAT32, 3);
    arguments.rank("real", real, DataType.FLOAT32, 3);
    Shape shape = synthetic.shape();
    arguments.floats("real", real, shape.extent(0), real.shape().extent(1), shape.extent(2));
    arguments.floats("gradient", gradient, shape);
    return arguments;
  }

  @Override
  public void mmdGradient(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient) {
    checkMmd("mmdGradient", synthetic, real, gradient);
    device.mmdGradient(mmd, synthetic, real, gradient);
  }

  @Override
  public void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {
    checkMmd("mmd", synthetic, real, gradient).floats("loss", loss, synthetic.shape().extent(0));
    device.mmd(mmd, synthetic, real, gradient, loss);
  }

  @Override
  public void sgdStep(Sgd sgd, Tensor parameters, Tensor gradient, Tensor velocity) {
    Arguments arguments = new Arguments("sgdStep");
    long elements = parameters.shape().elements();
    arguments.elements("parameters", parameters, DataType.FLOAT32, elements);
    arguments.elements("gradient", gradient, DataType.FLOAT32, elements);
    arguments.elements("velocity", velocity, DataType.FLOAT32, elements);
    device.sgdStep(sgd, parameters, gradient, velocity);
  }

  @Override
  public void close() {
    device.close();
  }
}
