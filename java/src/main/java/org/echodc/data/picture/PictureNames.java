package org.echodc.data.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the names of files tell of pictures. */
final class PictureNames {
  private static final List<String> READ = List.of(".png", ".jpg", ".jpeg");

  /** What else cameras, browsers and torchvision take for pictures. */
  private static final List<String> NOT_READ =
      List.of(
          ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".jfif", ".jpe", ".jp2",
          ".jxl", ".avif", ".heic");

  /** What systems and archives leave in folders, beside what begins with a dot. */
  private static final Set<String> OF_SYSTEMS = Set.of("thumbs.db", "desktop.ini", "__macosx");

  private PictureNames() {}

  /** Whether a file or folder is none that a person put there. */
  static boolean isHidden(Path path) {
    String name = lowerCase(path);
    return name.startsWith(".") || OF_SYSTEMS.contains(name);
  }

  /** Whether a file is a picture of a format that is read. */
  static boolean isPicture(Path file) {
    return READ.stream().anyMatch(lowerCase(file)::endsWith);
  }

  /** Whether a file is a picture of another format. */
  static boolean isOfOtherFormat(Path file) {
    return NOT_READ.stream().anyMatch(lowerCase(file)::endsWith);
  }

  private static String lowerCase(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
