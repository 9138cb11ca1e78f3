package org.echodc.benchmarks.peers;

import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.echodc.benchmarks.PeerTrial;
import org.echodc.benchmarks.peers.network.TorchMode;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.benchmarks.peers.network.TorchNetworks;
import org.echodc.benchmarks.peers.network.TorchValues;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.tensor.Shape;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** PyTorch's settings, with as many threads as the engine's CPU device has. */
@State(Scope.Benchmark)
public class OpenTorch {
  private static final long SEED = 20231224;

  /** FP32, or BF16 for autocasting. */
  @Param("FP32")
  public Precision precision;

  /** Order of the elements of images and activations; the default is the ConvNet's faster one. */
  @Param("CONTIGUOUS")
  public TorchMode.Format format;

  private PeerTrial trial;

  /** Sets threads and seed. */
  @Setup(Level.Trial)
  public void open(BenchmarkParams benchmark) {
    Torch.configure(Devices.defaultThreads(), SEED);
    trial = PeerTrial.begin(benchmark, info(), precision.name());
  }

  private static DeviceInfo info() {
    try (Device cpu = Devices.open("cpu", Devices.defaultThreads())) {
      return new DeviceInfo(
          "torch",
          cpu.info().hardware(),
          torch.get_num_threads(),
          Map.of("PyTorch", Torch.version()));
    }
  }

  PeerTrial trial() {
    return trial;
  }

  /** A network with random parameters. */
  TorchNetwork network(Workloads workloads) {
    return new TorchNetwork(
        TorchNetworks.of(workloads.architecture()),
        workloads.image(),
        Workloads.CLASSES,
        TorchValues.random(),
        mode());
  }

  /** [count, channels, height, width] of images [height, width, channels]. */
  static long[] extents(Shape image, long count) {
    return new long[] {count, image.extent(2), image.extent(0), image.extent(1)};
  }

  private TorchMode mode() {
    return new TorchMode(format, precision);
  }
}
