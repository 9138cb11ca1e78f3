package org.echodc.operation.image;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/**
 * Which of the differentiable siamese augmentations (Zhao and Bilen, ICML 2021) are drawn. They
 * apply in the order of {@link Transform}; of crop, scale and rotate exactly one is drawn.
 *
 * @param transforms the augmentations to draw, possibly none
 */
public record AugmentationPolicy(Set<Transform> transforms) {

  /** One augmentation; {@link AugmentationColumn} says what each draws. */
  public enum Transform {
    FLIP,
    COLOR,
    CROP,
    SCALE,
    ROTATE,
    CUTOUT
  }

  /** Keeps an immutable copy. */
  public AugmentationPolicy {
    transforms = Set.copyOf(transforms);
  }

  /** No augmentation. */
  public static AugmentationPolicy none() {
    return new AugmentationPolicy(Set.of());
  }

  /**
   * Reads names joined by underscores, such as {@code color_crop_cutout}; {@code none} is empty.
   *
   * @throws IllegalArgumentException naming the unknown part and the known ones
   */
  public static AugmentationPolicy parse(String text) {
    if (text.equals("none")) {
      return none();
    }
    EnumSet<Transform> found = EnumSet.noneOf(Transform.class);
    for (String part : text.split("_")) {
      found.add(
          Arrays.stream(Transform.values())
              .filter(transform -> transform.name().equalsIgnoreCase(part))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          Text.format(
                              "unknown augmentation '%s' in '%s'; known: %s, or none",
                              part, text, Arrays.toString(Transform.values())))));
    }
    return new AugmentationPolicy(found);
  }

  /** The same policy without one augmentation. */
  public AugmentationPolicy without(Transform transform) {
    return new AugmentationPolicy(
        transforms.stream().filter(t -> t != transform).collect(Collectors.toSet()));
  }

  /** Bit set of the ordinals, for native code. */
  public int mask() {
    return transforms.stream().mapToInt(transform -> 1 << transform.ordinal()).sum();
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return transforms.isEmpty()
        ? "none"
        : transforms.stream()
            .sorted()
            .map(transform -> transform.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("_"));
  }
}
