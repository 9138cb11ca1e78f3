// The random numbers that parameters begin with; bounds that depend on a layer's fan-in are made in
// Java (Parameter.byFanIn). The rules of org.echodc.operation.training.Initialize.
#pragma once

#include "philox.h"
#include "portable.h"

namespace echodc {

// Ordinals of InitialSegment.Distribution in Java, which are arguments of calls and launches.
enum class Distribution { uniform, normal };

// A distribution and its parameters: low and high, or mean and deviation.
struct InitialDistribution {
  Distribution kind;
  float first, second;
};

// Number i of the four that a block gives: of a pair, the first is the cosine. In double precision,
// so that the result hardly depends on whose logarithm it was.
ECHODC_INLINE double standardNormal(const PhiloxBlock& words, int i) {
  const double u = uniform(words[i / 2 * 2]), v = uniform(words[i / 2 * 2 + 1]);
  const double radius = preciseRoot(-2 * preciseLogarithm(u + 0x1p-24));
  return radius * (i % 2 == 0 ? cosineOfTurn(v) : sineOfTurn(v));
}

ECHODC_INLINE float initialValue(const InitialDistribution& distribution, const PhiloxBlock& words,
                                 int i) {
  const float first = distribution.first, second = distribution.second;
  switch (distribution.kind) {
    case Distribution::uniform:
      return uniformBetween(words[i], first, second);
    case Distribution::normal:
      return static_cast<float>(first + second * standardNormal(words, i));
  }
  reject("there is no such Distribution (initial_value.h)");
}

}  // namespace echodc
