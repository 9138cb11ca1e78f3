// Softmax cross-entropy with mixed labels, and counting of correct rows. See
// operation.SoftmaxCrossEntropy and CountCorrect in Java.
#include <algorithm>
#include <cmath>
#include <limits>

#include "call.h"
#include "context.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

constexpr int kRowBlock = 16;  // rows a thread takes at once

// Whether the largest entry, the first of equal ones, is at the label; no row with NaN is correct.
bool isCorrect(int classes, const float* logits, int label) {
  const float own = logits[label];
  bool correct = true;
  for (int c = 0; c < label; ++c) correct &= logits[c] < own;
  for (int c = label; c < classes; ++c) correct &= logits[c] <= own;
  return correct;
}

}  // namespace

void softmaxCrossEntropy(Context& context, int batch, int classes, const float* logits,
                         const MixedLabels& labels, float* loss, float* gradient) {
  double* rowLosses = context.shared("row losses").get<double>(batch);
  const double ownShare = labels.weight[0];
  const float share = 1.0f / static_cast<float>(batch);
  context.parallelFor((batch + kRowBlock - 1) / kRowBlock, [&](int64_t block, int) {
    const int end = std::min<int>(batch, (block + 1) * kRowBlock);
    for (int row = block * kRowBlock; row < end; ++row) {
      const float* z = logits + static_cast<int64_t>(row) * classes;
      float* g = gradient + static_cast<int64_t>(row) * classes;
      // The largest logit is subtracted, so that no exponential overflows; NaN is passed on below.
      float largest = -std::numeric_limits<float>::infinity();
      for (int c = 0; c < classes; ++c) largest = z[c] > largest ? z[c] : largest;
      double sum = 0;
      for (int c = 0; c < classes; ++c) {
        g[c] = std::exp(z[c] - largest);
        sum += g[c];
      }
      const float factor = static_cast<float>(share / sum);
      for (int c = 0; c < classes; ++c) g[c] *= factor;
      const int own = labels.labels[row], partner = labels.partners[row];
      g[own] -= static_cast<float>(ownShare) * share;
      g[partner] -= static_cast<float>(1 - ownShare) * share;
      const double logSum = std::log(sum) + largest;
      rowLosses[row] = ownShare * (logSum - z[own]) + (1 - ownShare) * (logSum - z[partner]);
    }
  });
  double sum = 0;
  for (int row = 0; row < batch; ++row) sum += rowLosses[row];
  *loss = static_cast<float>(sum / batch);
}

void countCorrect(Context&, int batch, int classes, const float* logits, const int32_t* labels,
                  int32_t* correct) {
  int32_t count = 0;
  for (int row = 0; row < batch; ++row)
    count += isCorrect(classes, logits + static_cast<int64_t>(row) * classes, labels[row]);
  *correct += count;
}

ECHODC_OPERATION(softmaxCrossEntropy) {
  const int batch = call.whole("batch"), classes = call.whole("classes");
  const auto* logits = call.in<float>("logits");
  const MixedLabels labels = {call.in<int32_t>("labels"), call.in<int32_t>("partners"),
                              call.in<float>("weight")};
  auto* loss = call.out<float>("loss");
  auto* gradient = call.out<float>("gradient");
  softmaxCrossEntropy(call.complete(), batch, classes, logits, labels, loss, gradient);
}

ECHODC_OPERATION(countCorrect) {
  const int batch = call.whole("batch"), classes = call.whole("classes");
  const auto* logits = call.in<float>("logits");
  const auto* labels = call.in<int32_t>("labels");
  auto* correct = call.out<int32_t>("correct");
  countCorrect(call.complete(), batch, classes, logits, labels, correct);
}

}  // namespace echodc::cpu
