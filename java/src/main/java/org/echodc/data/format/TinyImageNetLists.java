package org.echodc.data.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.TextFile;
import org.echodc.text.Text;

/** Reads the lists of Tiny ImageNet. Classes are WordNet's numbers, {@code n01443537}. */
final class TinyImageNetLists {
  private static final Pattern CLASS = Pattern.compile("n[0-9]{8}");
  private static final Pattern WORDS = Pattern.compile("(n[0-9]{8})\t([^,]+)(,.*)?");

  /** Name of a file, class and the corners of a box. The name leads to no other folder. */
  private static final Pattern ANNOTATION =
      Pattern.compile("([A-Za-z0-9_-]+\\.[A-Za-z]+)\t(n[0-9]{8})(\t.*)?");

  private TinyImageNetLists() {}

  /**
   * The classes in {@code wnids.txt}, in ascending order.
   *
   * @throws DataException if a line is something else, a class is there twice, or there is none
   */
  static List<String> classes(FileSource source) {
    List<String> lines = TextFile.lines(source);
    for (String line : lines) {
      if (!CLASS.matcher(line).matches()) {
        throw wrong(source, line, "a class, such as n01443537");
      }
    }
    List<String> classes = lines.stream().distinct().sorted().toList();
    if (classes.isEmpty() || classes.size() < lines.size()) {
      throw new DataException(
          Text.format(
              "%s has %d classes, %d of them twice or more; get the file again",
              source.name(), classes.size(), lines.size() - classes.size()));
    }
    return classes;
  }

  /**
   * The first name of every class in {@code words.txt}, which has more classes than the data set.
   *
   * @throws DataException if a line is something else
   */
  static Map<String, String> names(FileSource source) {
    Map<String, String> names = new HashMap<>();
    for (String line : TextFile.lines(source)) {
      Matcher words = WORDS.matcher(line);
      if (!words.matches()) {
        throw wrong(source, line, "a class, a tab and its names");
      }
      names.put(words.group(1), words.group(2).strip());
    }
    return names;
  }

  /**
   * The files of every class in {@code val_annotations.txt}.
   *
   * @param classes in the order of labels
   * @return names of files, class by class
   * @throws DataException if a line is something else, or of another class, or a class has none
   */
  static List<List<String>> files(FileSource source, List<String> classes) {
    Map<String, List<String>> files = new HashMap<>();
    classes.forEach(name -> files.put(name, new ArrayList<>()));
    for (String line : TextFile.lines(source)) {
      Matcher annotation = ANNOTATION.matcher(line);
      if (!annotation.matches()) {
        throw wrong(source, line, "the name of a file, a tab, a class and a box");
      }
      List<String> ofClass = files.get(annotation.group(2));
      if (ofClass == null) {
        throw wrong(source, line, "a class that wnids.txt has");
      }
      ofClass.add(annotation.group(1));
    }
    for (String name : classes) {
      if (files.get(name).isEmpty()) {
        throw new DataException(
            Text.format("%s has no pictures of %s; get the file again", source.name(), name));
      }
    }
    return classes.stream().map(files::get).toList();
  }

  private static DataException wrong(FileSource source, String line, String expected) {
    return new DataException(
        Text.format("%s: '%.80s' is not %s; get the file again", source.name(), line, expected));
  }
}
