// What all normalisations have in common.
#pragma once

#include "device.cuh"

constexpr float kNormEpsilon = 1e-5f;  // InstanceNorm.EPSILON in Java
