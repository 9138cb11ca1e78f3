package org.echodc.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.report.export.ExportFolder;
import org.echodc.report.export.ExportFormat;
import org.echodc.report.export.ExportedImages;
import org.echodc.report.export.IdxExport;
import org.echodc.report.export.NpzExport;
import org.echodc.report.export.PngExport;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.run.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc export RUN_DIR}: the condensed images in a form that other programs read. */
@Command(
    name = "export",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Writes the condensed images of a run for other programs: decoded, as networks are trained"
            + " on them, unless --stored asks for the stored ones. A file export.json says what the"
            + " images are.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc export runs/NAME --layout nchw --output condensed",
      "  echodc export runs/NAME --format png --output condensed-png",
      "  echodc export runs/NAME --format idx --output condensed-idx --overwrite"
    })
final class ExportCommand implements Callable<Integer> {

  /** What {@code --format} takes. */
  enum Format {
    NPZ,
    PNG,
    IDX
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN_DIR", description = "Run directory of echodc condense.")
  private Path run;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write; it appears when it is complete.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "npz",
      description =
          "npz (train.npz for NumPy), png (a folder of pictures a class, as torchvision's"
              + " ImageFolder reads them), idx (gzip files like MNIST's; images with channels have a"
              + " fourth dimension). Default: npz.")
  private Format format;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Pixels of npz: float32 (0 to 1), uint8 (0 to 255). Default: float32.")
  private NpzExport.Type type;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "Extents of npz: nhwc (images, height, width, channels), nchw (as in PyTorch). Default:"
              + " nhwc.")
  private NpzExport.Layout layout;

  @Option(
      names = "--stored",
      description = "Write the stored images, each of several tiles, and do not decode them.")
  private boolean stored;

  @Option(names = "--overwrite", description = "Replace an earlier export in the folder.")
  private boolean overwrite;

  @Override
  public Integer call() {
    ExportFormat chosen = chosenFormat();
    RunDirectory directory = RunDirectory.open(run);
    CondensedImages condensed = directory.readCondensed();
    ExportedImages plain = stored ? ExportedImages.stored(condensed) : decode(condensed);
    ExportedImages images = directory.classNames().map(plain::named).orElse(plain);
    ExportFolder.write(output, overwrite, chosen, images);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d images of %d classes, %s %s, from %s%n",
            output,
            images.count(),
            images.classNames().size(),
            chosen.name(),
            images.image(),
            run);
    return 0;
  }

  private ExportFormat chosenFormat() {
    if (format != Format.NPZ && (type != null || layout != null)) {
      throw new ParameterException(
          spec.commandLine(), "--type and --layout are for --format npz; png and idx hold bytes");
    }
    return switch (format) {
      case NPZ ->
          new NpzExport(
              type == null ? NpzExport.Type.FLOAT32 : type,
              layout == null ? NpzExport.Layout.NHWC : layout);
      case PNG -> new PngExport();
      case IDX -> new IdxExport();
    };
  }

  private static ExportedImages decode(CondensedImages condensed) {
    try (Device device = Devices.open("cpu", Devices.defaultThreads())) {
      return ExportedImages.decoded(condensed, device);
    }
  }
}
