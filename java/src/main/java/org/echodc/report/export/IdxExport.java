package org.echodc.report.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.echodc.data.format.IdxWriter;
import org.echodc.report.ReportException;
import org.echodc.text.Text;

/**
 * {@code train-images-idx3-ubyte.gz} and {@code train-labels-idx1-ubyte.gz}, as MNIST has them;
 * images of several channels are {@code train-images-idx4-ubyte.gz}, [n, height, width, channels].
 */
public record IdxExport() implements ExportFormat {

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public void check(ExportedImages images) {
    if (images.classNames().size() > IdxWriter.MAX_CLASSES) {
      throw new ReportException(
          Text.format(
              "IDX holds labels of at most %d classes, not %d; export as npz or png",
              IdxWriter.MAX_CLASSES, images.classNames().size()));
    }
  }

  @Override
  public void write(Path folder, ExportedImages images) throws IOException {
    String file = Text.format("train-images-idx%d-ubyte.gz", IdxWriter.dimensions(images.image()));
    try (OutputStream out = gzip(folder.resolve(file))) {
      IdxWriter.writeImages(out, images.image(), ExportedImages.toBytes(images.pixels()));
    }
    try (OutputStream out = gzip(folder.resolve("train-labels-idx1-ubyte.gz"))) {
      IdxWriter.writeLabels(out, images.labels());
    }
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }
}
