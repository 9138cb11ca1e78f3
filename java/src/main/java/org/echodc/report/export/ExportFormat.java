package org.echodc.report.export;

import java.io.IOException;
import java.nio.file.Path;
import org.echodc.report.ReportException;

/** Files that other programs read images from. */
public sealed interface ExportFormat permits NpzExport, PngExport, IdxExport {

  /** Name of the format, for the record that an export leaves. */
  String name();

  /**
   * Checks, before anything is written, that the format can hold the images.
   *
   * @throws ReportException if it cannot
   */
  default void check(ExportedImages images) {}

  /** Writes the images into a folder. */
  void write(Path folder, ExportedImages images) throws IOException;
}
