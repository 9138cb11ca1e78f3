#include "norm.h"

namespace echodc::cpu {

// In double, for a group may have thousands of channels.
void GroupedImage::sumGroups(const float* ofChannels, float* ofGroups) const {
  for (int group = 0; group < groups; ++group) {
    double sum = 0;
    for (int c = group * width(); c < (group + 1) * width(); ++c) sum += ofChannels[c];
    ofGroups[group] = static_cast<float>(sum);
  }
}

void GroupedImage::spread(const float* ofGroups, float* ofChannels) const {
  for (int group = 0; group < groups; ++group)
    for (int c = group * width(); c < (group + 1) * width(); ++c) ofChannels[c] = ofGroups[group];
}

void groupMoments(const GroupedImage& image, const float* src, float* scratch,
                  const Moments& moments) {
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  float* sums = scratch;
  float* mean = scratch + image.pixels.channels;
  table.sums(image.pixels, src, sums);
  image.sumGroups(sums, moments.mean);
  for (int group = 0; group < image.groups; ++group) moments.mean[group] *= image.share();
  image.spread(moments.mean, mean);
  table.squares(image.pixels, src, mean, sums);
  image.sumGroups(sums, moments.inverseStd);
  for (int group = 0; group < image.groups; ++group)
    moments.inverseStd[group] = inverseStdOf(moments.inverseStd[group] * image.share());
}

}  // namespace echodc::cpu
