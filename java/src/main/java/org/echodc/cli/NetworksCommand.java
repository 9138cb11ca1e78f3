package org.echodc.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.echodc.cli.option.Range;
import org.echodc.condense.Passes;
import org.echodc.network.Network;
import org.echodc.network.zoo.Architecture;
import org.echodc.network.zoo.Networks;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echodc networks}: which networks there are, and how large they are for some images. */
@Command(
    name = "networks",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Lists the networks that --network takes. Of convnet there are variants, whose names say what"
            + " differs, such as convnet-batch-swish-max: batch, layer, group or plain (no"
            + " normalisation); sigmoid, leaky or swish; max or full (no pooling). Memory is that of"
            + " the activations of an iteration with 128 real and 40 decoded images a class, in"
            + " float32.",
    footerHeading = "%nExamples:%n",
    footer = {"  echodc networks", "  echodc networks --side 224 --classes 100"})
final class NetworksCommand implements Callable<Integer> {
  private static final int WIDTH = 128;
  private static final int REAL = 128;
  private static final int SYNTHETIC = 40;

  @Spec private CommandSpec spec;

  @Option(
      names = "--side",
      paramLabel = "N",
      defaultValue = "32",
      description = "Height and width of the images. Default: ${DEFAULT-VALUE}.")
  private int side;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "3",
      description = "Channels of the images. Default: ${DEFAULT-VALUE}.")
  private int channels;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Classes. Default: ${DEFAULT-VALUE}.")
  private int classes;

  @Override
  public Integer call() {
    Range.check(spec, "--side", side, 1, 1024);
    Range.check(spec, "--channels", channels, 1, 1024);
    Range.check(spec, "--classes", classes, 1, 1_000_000);
    Shape image = Shape.of(side, side, channels);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%-24s %12s %15s %9s %10s%n",
            "network",
            "parameters",
            "MFLOP an image",
            "features",
            "memory, MB");
    for (String name : Networks.names()) {
      spec.commandLine().getOut().println(line(name, image));
    }
    return 0;
  }

  private String line(String name, Shape image) {
    Architecture architecture =
        Architecture.convNet(WIDTH, Architecture.usualDepth(image)).withName(name);
    try {
      Network network = architecture.of(image, classes);
      return Text.format(
          "%-24s %12d %15.1f %9d %10.0f",
          name,
          network.parameterCount(),
          network.forwardFlops() / 1e6,
          network.features(),
          Passes.plannedBytes(network, new Passes.Batch(classes, REAL, SYNTHETIC)) / 1e6);
    } catch (IllegalArgumentException e) {
      return Text.format("%-24s %12s", name, "too deep for these images");
    }
  }
}
