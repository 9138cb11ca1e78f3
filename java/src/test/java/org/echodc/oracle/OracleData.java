package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;
import static org.echodc.oracle.HostTensor.wholeNumbers;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.echodc.operation.Advance;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.image.Sample;
import org.echodc.operation.mmd.Segments;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.oracle.image.AugmentationDrawOracle;
import org.echodc.oracle.image.AugmentationOracle;
import org.echodc.oracle.image.CutMixOracle;
import org.echodc.oracle.image.DecodeOracle;
import org.echodc.oracle.image.KeyedPermutation;
import org.echodc.oracle.image.OracleImages;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/** Random numbers, images and labels. */
final class OracleData {
  private OracleData() {}

  static void fill(Fill op) {
    double[] values = new double[(int) op.dst().shape().elements()];
    Arrays.fill(values, op.dst().type() == DataType.INT32 ? Math.floor(op.value()) : op.value());
    set(op.dst(), values);
  }

  static void advance(Advance op) {
    set(op.step(), values(op.step())[0] + 1);
  }

  private static RandomStream stream(RandomKey key) {
    int draw = wholeNumbers(key.step())[0] / key.period();
    return new RandomStream(key.seed(), key.purpose().ordinal(), draw);
  }

  static void initialize(Initialize op) {
    RandomStream stream = stream(op.key());
    double[] values = values(op.dst());
    int i = 0;
    for (InitialSegment segment : op.segments()) {
      for (int end = i + segment.size(); i < end; i++) {
        values[i] = initialValue(segment, stream.uniforms(i / 4, 0), i % 4);
      }
    }
    set(op.dst(), values);
  }

  private static double initialValue(InitialSegment segment, double[] uniforms, int word) {
    if (segment instanceof NormalSegment normal) {
      double radius = Math.sqrt(-2 * Math.log(uniforms[word / 2 * 2] + 0x1p-24));
      double angle = 2 * Math.PI * uniforms[word / 2 * 2 + 1];
      double z = radius * (word % 2 == 0 ? Math.cos(angle) : Math.sin(angle));
      return normal.mean() + normal.deviation() * z;
    }
    UniformSegment uniform = (UniformSegment) segment;
    return uniform.low() + ((double) uniform.high() - uniform.low()) * uniforms[word];
  }

  static void sample(Sample op) {
    Segments segments = op.segments();
    int end = op.first() + op.dst().shape().extent(1);
    set(
        op.dst(),
        IntStream.range(0, segments.groups())
            .boxed()
            .flatMapToInt(
                group -> {
                  KeyedPermutation permutation =
                      new KeyedPermutation(stream(op.key()), group, segments.size(group));
                  return IntStream.range(op.first(), end)
                      .map(j -> segments.bounds().get(group) + permutation.apply(j));
                })
            .asDoubleStream()
            .toArray());
  }

  static void drawAugmentation(DrawAugmentation op) {
    RandomStream stream = stream(op.key());
    set(
        op.dst(),
        IntStream.range(0, op.dst().shape().extent(0))
            .mapToObj(
                group -> AugmentationDrawOracle.row(stream, op.policy(), op.imageSize(), group))
            .flatMapToDouble(Arrays::stream)
            .toArray());
  }

  static void gather(Gather op) {
    double scale = op.images().type() == DataType.UINT8 ? 1 / 255.0 : 1;
    double[] pixels =
        Arrays.stream(wholeNumbers(op.indices()))
            .mapToObj(index -> values(op.images().rows(index, 1)))
            .flatMapToDouble(Arrays::stream)
            .map(pixel -> pixel * scale)
            .toArray();
    normalizeAndAugment(pixels, op.normalization(), op.augmentation(), op.dst());
  }

  private static void normalizeAndAugment(
      double[] pixels, Normalization normalization, Augmentation augmentation, Tensor dst) {
    int channels = normalization.channels();
    double[] normalized = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int c = i % channels;
      normalized[i] = (pixels[i] - normalization.mean().get(c)) / normalization.std().get(c);
    }
    OracleImages batch = OracleImages.of(dst.shape());
    set(dst, AugmentationOracle.forward(batch, values(augmentation.table()), normalized));
  }

  static void gatherLabels(GatherLabels op) {
    double[] labels = values(op.values());
    set(op.dst(), Arrays.stream(wholeNumbers(op.indices())).mapToDouble(i -> labels[i]).toArray());
  }

  static void decode(Decode op) {
    DecodeOracle oracle =
        new DecodeOracle(
            op.decoding(), OracleImages.of(op.stored().shape()), wholeNumbers(op.selection()));
    normalizeAndAugment(
        oracle.forward(values(op.stored())), op.normalization(), op.augmentation(), op.dst());
  }

  static void decodeBackward(Decode.Backward op) {
    double[] gradient =
        AugmentationOracle.adjoint(
            OracleImages.of(op.dstGradient().shape()),
            values(op.augmentation().table()),
            values(op.dstGradient()));
    Normalization normalization = op.normalization();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= normalization.std().get(i % normalization.channels());
    }
    DecodeOracle oracle =
        new DecodeOracle(
            op.decoding(),
            OracleImages.of(op.storedGradient().shape()),
            wholeNumbers(op.selection()));
    set(op.storedGradient(), oracle.adjoint(gradient));
  }

  static void cutMix(CutMix op) {
    CutMixOracle oracle =
        new CutMixOracle(stream(op.key()), op.probability(), OracleImages.of(op.src().shape()));
    double[] own = values(op.labels().labels());
    set(op.dst(), oracle.mix(values(op.src())));
    set(
        op.labels().partners(),
        IntStream.range(0, own.length).mapToDouble(i -> own[oracle.partner(i)]).toArray());
    set(op.labels().weight(), oracle.weight());
  }
}
