package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.rand;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.work.MmdSize;
import org.echodc.benchmarks.work.WorkMeter;
import org.openjdk.jmh.infra.BenchmarkParams;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The work of {@link org.echodc.benchmarks.MmdBenchmark} on PyTorch, class after class. As
 * published, the loss is there whether asked for or not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = Torch.UNLIMITED_MEMORY)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class TorchMmdBenchmark {
  private static final long MORE_THAN_CACHES_HOLD = 256L << 20;

  /** Classes x synthetic images x real images x features, the images of each class. */
  @Param({"10x40x128x2048", "10x200x256x2048", "1x1000x5000x2048", "1x10000x50000x512"})
  public String size;

  /** How it is computed. */
  @Param public TorchMmd form;

  private List<List<Pair>> copies;
  private int next;

  /** Features of one class. */
  private record Pair(Tensor synthetic, Tensor real) {

    static Pair random(MmdSize size) {
      return new Pair(
          rand(size.synthetic(), size.features()), rand(size.real(), size.features()));
    }

    /** A leaf of a graph of its own, without a copy. */
    Tensor leaf() {
      return synthetic.detach().set_requires_grad(true);
    }
  }

  /** Draws as many features as no cache holds. */
  @Setup
  public void create(OpenTorch open, BenchmarkParams benchmark) {
    MmdSize given = MmdSize.parse(size);
    boolean withLoss = benchmark.getBenchmark().endsWith("Loss");
    int count = (int) Math.max(2, 1 + MORE_THAN_CACHES_HOLD / given.tensorBytes());
    open.trial().require(form.leastBytes(given, withLoss) + count * given.tensorBytes());
    WorkMeter.declare(withLoss ? given.work() : given.gradientWork());
    copies =
        Stream.generate(
                () ->
                    IntStream.range(0, given.classes())
                        .mapToObj(label -> Pair.random(given))
                        .toList())
            .limit(count)
            .toList();
  }

  private List<Pair> next() {
    next = (next + 1) % copies.size();
    return copies.get(next);
  }

  /** What every iteration needs. */
  @Benchmark
  public void gradient() {
    for (Pair pair : next()) {
      Torch.freeing(
          () -> {
            form.objective(pair.leaf(), pair.real()).backward();
            return null;
          });
    }
  }

  /** What an iteration needs that also reports its loss. */
  @Benchmark
  public float gradientAndLoss() {
    float sum = 0;
    for (Pair pair : next()) {
      sum +=
          Torch.<Float>freeing(
              () -> {
                Tensor loss = form.loss(pair.leaf(), pair.real());
                loss.backward();
                return loss.item_float();
              });
    }
    return sum;
  }
}
