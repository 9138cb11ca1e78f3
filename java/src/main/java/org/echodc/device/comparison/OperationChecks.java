package org.echodc.device.comparison;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationCheck.Kind;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Decode;
import org.echodc.operation.Decoding;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.Initialize;
import org.echodc.operation.Linear;
import org.echodc.operation.MixedLabels;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.Sample;
import org.echodc.operation.Segments;
import org.echodc.operation.Sgd;
import org.echodc.operation.SgdStep;
import org.echodc.operation.SoftmaxCrossEntropy;
import org.echodc.operation.UniformSegment;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** The operations of a condensation and of an evaluation, at small sizes. */
final class OperationChecks {
  private static final int IMAGES = 8;
  private static final int SIDE = 28;
  private static final Normalization NORMALIZATION = Normalization.gray(0.2861f, 0.3530f);
  private static final AugmentationPolicy POLICY =
      AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate");

  private OperationChecks() {}

  static List<OperationCheck> all() {
    return Stream.of(random(), images(), network(), thereAndBack(), matching())
        .flatMap(checks -> checks)
        .toList();
  }

  private static Stream<OperationCheck> random() {
    return Stream.of(
        new OperationCheck(
            "initialize 100,000 numbers",
            Kind.EXACT,
            bench -> {
              Tensor dst = bench.result(100_000);
              List<UniformSegment> segments =
                  List.of(new UniformSegment(99_999, -0.1f, 0.1f), new UniformSegment(1, 1, 1));
              RandomKey key = bench.key(RandomPurpose.NETWORK_WEIGHTS);
              bench.time(() -> bench.device().run(new Initialize(key, segments, dst)));
            }),
        new OperationCheck(
            "sample 128 of 6,000, 10 classes",
            Kind.EXACT,
            bench -> {
              Tensor dst = bench.intResult(10, 128);
              List<Integer> bounds =
                  IntStream.rangeClosed(0, 10).map(i -> i * 6_000).boxed().toList();
              Segments segments = Segments.of(bounds, bench.memory()::upload);
              RandomKey key = bench.key(RandomPurpose.REAL_SAMPLE);
              bench.time(() -> bench.device().run(new Sample(key, segments, 0, dst)));
            }),
        new OperationCheck(
            "draw 10 augmentations",
            Kind.FLOAT32,
            bench -> {
              Tensor dst = bench.result(10, AugmentationColumn.COUNT);
              RandomKey key = bench.key(RandomPurpose.AUGMENTATION);
              bench.time(() -> bench.device().run(new DrawAugmentation(key, POLICY, SIDE, dst)));
            }));
  }

  private static Augmentation augmentation(Bench bench) {
    Tensor table = bench.memory().floats(IMAGES, AugmentationColumn.COUNT);
    bench
        .device()
        .run(new DrawAugmentation(bench.key(RandomPurpose.AUGMENTATION), POLICY, SIDE, table));
    return new Augmentation(table);
  }

  private static Stream<OperationCheck> images() {
    Decoding decoding = new Decoding(2, 2);
    return Stream.of(
        new OperationCheck(
            "gather and augment 8 x 28 x 28",
            Kind.FLOAT32,
            bench -> {
              Tensor images = bench.bytes(20, SIDE, SIDE, 1);
              Tensor indices = bench.ints(20, IMAGES);
              Augmentation augmentation = augmentation(bench);
              Tensor dst = bench.result(IMAGES, SIDE, SIDE, 1);
              bench.time(
                  () ->
                      bench
                          .device()
                          .run(new Gather(images, NORMALIZATION, indices, augmentation, dst)));
            }),
        new OperationCheck(
            "decode and augment 8 x 28 x 28",
            Kind.FLOAT32,
            bench -> {
              Tensor stored = bench.uniform(0, 1, 2, SIDE, SIDE, 1);
              Tensor selection = bench.memory().upload(IntStream.range(0, IMAGES).toArray());
              Augmentation augmentation = augmentation(bench);
              Tensor dst = bench.result(IMAGES, SIDE, SIDE, 1);
              bench.time(
                  () ->
                      bench
                          .device()
                          .run(
                              new Decode(
                                  stored, decoding, selection, NORMALIZATION, augmentation, dst)));
            }),
        new OperationCheck(
            "decode backward",
            Kind.FLOAT32,
            bench -> {
              Tensor gradient = bench.uniform(-1, 1, IMAGES, SIDE, SIDE, 1);
              Tensor selection = bench.memory().upload(IntStream.range(0, IMAGES).toArray());
              Augmentation augmentation = augmentation(bench);
              Tensor dst = bench.result(2, SIDE, SIDE, 1);
              bench.time(
                  () ->
                      bench
                          .device()
                          .run(
                              new Decode.Backward(
                                  gradient,
                                  decoding,
                                  selection,
                                  NORMALIZATION,
                                  augmentation,
                                  dst)));
            }));
  }

  private static Stream<OperationCheck> network() {
    return Stream.concat(
        Stream.of(
                new int[] {28, 1, 3},
                new int[] {32, 3, 1},
                new int[] {16, 128, 1},
                new int[] {8, 128, 1})
            .flatMap(shape -> block(shape[0], shape[1], shape[2])),
        Stream.of(
            new OperationCheck(
                "linear, cross-entropy and back",
                Kind.FLOAT32,
                bench -> {
                  Linear.Parameters layer =
                      new Linear.Parameters(
                          bench.uniform(-0.1, 0.1, 512, 10), bench.uniform(-1, 1, 10));
                  Tensor src = bench.uniform(-1, 1, 16, 512);
                  Tensor labels = bench.ints(10, 16);
                  MixedLabels mixed = new MixedLabels(labels, labels, bench.uniform(1, 1.1, 1));
                  Tensor logits = bench.result(16, 10);
                  Tensor loss = bench.result(1);
                  Tensor gradient = bench.result(16, 10);
                  Tensor srcGradient = bench.result(16, 512);
                  Linear.Parameters gradients =
                      new Linear.Parameters(bench.result(512, 10), bench.result(10));
                  bench.time(
                      () -> {
                        bench.device().run(new Linear(layer, src, logits));
                        bench.device().run(new SoftmaxCrossEntropy(logits, mixed, loss, gradient));
                        bench
                            .device()
                            .run(
                                new Linear.Backward(
                                    layer,
                                    src,
                                    gradient,
                                    Optional.of(srcGradient),
                                    Optional.of(gradients)));
                      });
                })));
  }

  private static Stream<OperationCheck> block(int side, int channels, int padding) {
    String shape = Text.format("%d x %d x %d", side, side, channels);
    int convolved = side + 2 * padding - 2;
    return Stream.of(
        new OperationCheck(
            "conv block forward " + shape + " -> 128",
            Kind.PRODUCT,
            bench -> {
              ConvBlock.Parameters block = block(bench, channels, padding);
              Tensor src = bench.uniform(-1, 1, 4, side, side, channels);
              Tensor dst = bench.result(4, convolved / 2, convolved / 2, 128);
              bench.time(
                  () -> bench.device().run(new ConvBlock(block, src, dst, Optional.empty())));
            }),
        new OperationCheck(
            "conv block backward " + shape + " -> 128",
            Kind.PRODUCT,
            bench -> {
              ConvBlock.Parameters block = block(bench, channels, padding);
              ConvBlock.Saved saved =
                  new ConvBlock.Saved(
                      bench.uniform(-1, 1, 4, convolved, convolved, 128),
                      bench.uniform(-0.1, 0.1, 4, 128),
                      bench.uniform(1.6, 1.8, 4, 128));
              Tensor gradient = bench.uniform(-1, 1, 4, convolved / 2, convolved / 2, 128);
              ConvBlock.Gradients wanted =
                  ConvBlock.Gradients.ofInput(bench.result(4, side, side, channels));
              bench.time(
                  () -> bench.device().run(new ConvBlock.Backward(block, saved, gradient, wanted)));
            }));
  }

  private static ConvBlock.Parameters block(Bench bench, int channels, int padding) {
    return block(bench, channels, padding, 0);
  }

  private static ConvBlock.Parameters block(Bench bench, int channels, int padding, double shift) {
    double bound = 1 / Math.sqrt(9 * channels);
    return new ConvBlock.Parameters(
        bench.uniform(-bound, bound, 3, 3, channels, 128),
        bench.uniform(0.5, 1.5, 128),
        bench.uniform(shift - 0.5, shift + 0.5, 128),
        padding);
  }

  /**
   * A network there and back, with the device's own type of activations. Its activations are
   * positive, so that rounding moves none of them to the other side of the ReLU.
   */
  private static Stream<OperationCheck> thereAndBack() {
    return Stream.of(
        new OperationCheck(
            "three conv blocks and back, 28 x 28 x 1",
            Kind.PRODUCT,
            bench -> {
              List<ConvBlock.Parameters> blocks =
                  List.of(block(bench, 1, 3, 8), block(bench, 128, 1, 8), block(bench, 128, 1, 8));
              Tensor images = bench.uniform(-1, 1, 4, 28, 28, 1);
              Tensor features = bench.result(4, 4, 4, 128);
              Tensor featureGradient = bench.uniform(-1, 1, 4, 4, 4, 128);
              Tensor imageGradient = bench.result(4, 28, 28, 1);
              Tensor half = Outline.of(DataType.BFLOAT16, Shape.of(4, 16, 16, 128));
              Tensor halved = Outline.of(DataType.BFLOAT16, Shape.of(4, 8, 8, 128));
              ConvBlock second = new ConvBlock(blocks.get(1), half, halved, Optional.empty());
              DataType type =
                  bench.device().supports(second) ? DataType.BFLOAT16 : DataType.FLOAT32;
              List<Tensor> between =
                  List.of(
                      bench.memory().allocate(type, Shape.of(4, 16, 16, 128)),
                      bench.memory().allocate(type, Shape.of(4, 8, 8, 128)));
              List<ConvBlock.Saved> saved =
                  Stream.of(32, 16, 8)
                      .map(
                          side ->
                              new ConvBlock.Saved(
                                  bench.memory().allocate(type, Shape.of(4, side, side, 128)),
                                  bench.memory().floats(4, 128),
                                  bench.memory().floats(4, 128)))
                      .toList();
              List<Tensor> there = List.of(images, between.get(0), between.get(1), features);
              List<Tensor> back =
                  List.of(imageGradient, between.get(0), between.get(1), featureGradient);
              bench.time(
                  () -> {
                    for (int i = 0; i < 3; i++) {
                      bench
                          .device()
                          .run(
                              new ConvBlock(
                                  blocks.get(i),
                                  there.get(i),
                                  there.get(i + 1),
                                  Optional.of(saved.get(i))));
                    }
                    for (int i = 2; i >= 0; i--) {
                      bench
                          .device()
                          .run(
                              new ConvBlock.Backward(
                                  blocks.get(i),
                                  saved.get(i),
                                  back.get(i + 1),
                                  ConvBlock.Gradients.ofInput(back.get(i))));
                    }
                  });
            }));
  }

  private static Stream<OperationCheck> matching() {
    return Stream.concat(
        Stream.of(Mmd.Implementation.values())
            .map(
                implementation ->
                    new OperationCheck(
                        Text.format("mmd %s 2 x (40, 128, 512)", implementation),
                        Kind.FLOAT32,
                        bench -> {
                          Mmd mmd = new Mmd(Mmd.Kernel.GAUSSIAN, implementation);
                          Tensor synthetic = bench.uniform(-1, 1, 2, 40, 512);
                          Tensor real = bench.uniform(-1, 1.2, 2, 128, 512);
                          Tensor gradient = bench.result(2, 40, 512);
                          Tensor loss = bench.result(2);
                          bench.time(
                              () ->
                                  bench
                                      .device()
                                      .run(
                                          new MmdGradient(
                                              mmd, synthetic, real, gradient, Optional.of(loss))));
                        })),
        Stream.of(
            new OperationCheck(
                "sgd step, 100,000 numbers",
                Kind.FLOAT32,
                bench -> {
                  Tensor gradient = bench.uniform(-1, 1, 100_000);
                  Tensor parameters = bench.result(100_000);
                  Tensor velocity = bench.result(100_000);
                  Sgd sgd = new Sgd(0.1f, 0.5f, 0, Optional.of(new Sgd.Range(0, 1)));
                  bench.time(
                      () -> {
                        bench.device().run(new Fill(parameters, 0.5f));
                        bench.device().run(new Fill(velocity, 0.1f));
                        bench.device().run(new SgdStep(sgd, parameters, gradient, velocity));
                      });
                })));
  }
}
