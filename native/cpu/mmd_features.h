// Features of all classes and their cut into blocks, for the fused maximum mean discrepancy.
#pragma once

#include <algorithm>
#include <cstdint>

#include "context.h"
#include "rounding.h"

namespace echodc::cpu {

// Consecutive rows of a class's S or R.
struct RowRange {
  int begin, count;
};

// Equal parts, the last one smaller.
struct Partition {
  Partition(int total, int64_t part)
      : total(total),
        part(static_cast<int>(part)),
        count(static_cast<int>(divideUp(total, part))) {}

  RowRange range(int64_t index) const {
    const int begin = static_cast<int>(index) * part;
    return {begin, std::min(part, total - begin)};
  }

  int total, part, count;
};

// The features S or R of all classes: centred for distances from dot products, as they are for
// distances from differences and for kernels of dot products, on which an offset has an effect.
class Features {
 public:
  // given: [classes, rows, dimensions]; name: of the workspaces.
  Features(const char* name, int classes, int rows, int dimensions, const float* given)
      : name_(name), classes_(classes), rows_(rows), dimensions_(dimensions), given_(given) {}

  // From here on the features are what was given less the mean of their class, [classes,
  // dimensions]. A copy is kept if told to; otherwise rows() centres again whenever it is called.
  void center(Context&, const float* means, bool keep);

  // Squared lengths, once centred; null before.
  const float* norms(int64_t group, const RowRange& range) const {
    return norms_ == nullptr ? nullptr : norms_ + group * rows_ + range.begin;
  }

  // Sum of the squared lengths of a class, once centred.
  double normSum(int64_t group) const;

  // Makes every thread's workspace of this name ready for as many rows, if rows() will need it.
  void reserve(Context&, const char* workspace, int rows) const;

  // Some rows; in a thread's workspace of this name if they are centred and not kept.
  const float* rows(Context&, const char* workspace, int thread, int64_t group,
                    const RowRange&) const;

 private:
  const char* name_;
  int classes_, rows_, dimensions_;
  const float* given_;
  const float* means_ = nullptr;
  const float* kept_ = nullptr;
  const float* norms_ = nullptr;
};

}  // namespace echodc::cpu
