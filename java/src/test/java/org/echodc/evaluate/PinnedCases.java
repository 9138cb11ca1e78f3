package org.echodc.evaluate;

import java.util.List;

/** The cases of {@link PinnedResultsTest}. A changed row has a new name, and needs a new hash. */
final class PinnedCases {
  /**
   * Columns: {@code batch} is the most synthetic images of a class, beyond which they are a random
   * subset; {@code ipm} the iterations of a network; {@code losses} the iterations from one loss to
   * the next, the first and the last always having one. Objective dm has no kernel and no MMD.
   */
  static final List<PinnedCase> CONDENSATIONS =
      PinnedCase.table(
          "condense",
          """
          device precision image   width depth ipc factor batch ipm objective kernel     mmd     init   augmentation               losses rate
          cpu    fp32      28x28x1 16    3     1   1      200   5   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cpu    fp32      28x28x1 16    3     2   2      3     2   echo      gaussian   fused   mix    color_crop_cutout          9      2
          cpu    fp32      28x28x1 20    2     2   1      200   1   echo      laplace    unfused random flip_scale                 9      50
          cpu    fp32      32x32x3 128   3     1   2      200   2   echo      gaussian   unfused mix    flip_color_rotate_cutout   1      1
          cpu    fp32      32x32x3 16    4     1   3      5     5   echo      polynomial fused   noise  none                       9      0.01
          cpu    fp32      28x28x1 16    3     1   1      200   5   echo      linear     fused   random color_crop_cutout          1      0.1
          cpu    fp32      28x28x1 128   3     1   2      200   5   dm        -          -       mix    color_crop_cutout          1      0.01
          cpu    fp32      28x28x1 16    3     2   1      200   5   dm        -          -       noise  color_crop_cutout          9      0.02
          cpu    bf16      28x28x1 128   3     1   2      200   2   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cpu    bf16      32x32x3 16    3     2   2      3     5   echo      gaussian   unfused mix    color_crop_scale_cutout    9      2
          cpu    bf16      28x28x1 16    3     1   1      200   5   dm        -          -       random rotate                     9      0.01
          cuda   fp32      28x28x1 16    3     1   2      200   2   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cuda   fp32      28x28x1 16    3     2   2      3     5   echo      laplace    unfused mix    flip_scale                 9      20
          cuda   fp32      28x28x1 16    3     1   1      200   1   dm        -          -       noise  rotate                     9      0.01
          cuda   fp32      28x28x1 128   3     1   1      200   5   echo      gaussian   fused   random color_crop_cutout          9      1
          cuda   fp32      28x28x1 20    2     1   1      200   5   echo      linear     unfused random color_crop_cutout          1      0.01
          cuda   tf32      28x28x1 128   3     1   1      200   2   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cuda   tf32      32x32x3 128   3     1   2      1     5   echo      gaussian   unfused mix    color_crop_cutout          9      1
          cuda   tf32      28x28x1 16    3     1   1      200   5   dm        -          -       mix    color_crop_cutout          9      0.01
          cuda   bf16      28x28x1 128   3     1   1      200   2   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cuda   bf16      32x32x3 128   3     1   2      1     5   dm        -          -       mix    color_crop_cutout          9      0.01
          cuda   bf16      28x28x1 16    3     1   1      200   5   echo      gaussian   unfused mix    color_crop_cutout          9      1
          cudnn  fp32      28x28x1 16    3     1   2      200   2   echo      gaussian   fused   mix    color_crop_cutout          1      1
          cudnn  fp32      28x28x1 16    3     2   2      3     5   echo      polynomial unfused mix    flip_scale                 9      0.001
          cudnn  fp32      32x32x3 16    3     1   1      200   1   dm        -          -       noise  rotate                     9      0.01
          cudnn  fp32      28x28x1 128   3     1   1      200   5   echo      gaussian   unfused random color_crop_cutout          9      1
          """);

  /**
   * Columns: {@code images} is their number in each class, not all of them a multiple of a batch.
   */
  static final List<PinnedCase> TRAININGS =
      PinnedCase.table(
          "train",
          """
          device precision image   width depth of        images batch augmentation             cutmix
          cpu    fp32      28x28x1 16    3     real      35     64    color_crop_scale_rotate  0.5
          cpu    fp32      32x32x3 128   3     synthetic 3      4     flip_color_crop_cutout   1
          cpu    fp32      28x28x1 20    2     synthetic 3      64    none                     0
          cpu    bf16      28x28x1 128   3     real      3      4     color_crop_cutout        0.5
          cuda   fp32      28x28x1 16    3     real      3      4     color_crop_scale_rotate  1
          cuda   fp32      28x28x1 128   3     synthetic 1      64    none                     0
          cuda   tf32      28x28x1 128   3     real      2      3     color_crop_cutout        0
          cuda   tf32      28x28x1 16    3     synthetic 3      4     color_crop_cutout        0.5
          cuda   bf16      28x28x1 16    3     synthetic 3      4     flip_crop                1
          cuda   bf16      28x28x1 128   3     real      2      3     color_crop_cutout        0
          cudnn  fp32      28x28x1 16    3     real      3      4     color_crop_scale_rotate  1
          cudnn  fp32      28x28x1 128   3     synthetic 1      64    none                     0
          """);

  private PinnedCases() {}
}
