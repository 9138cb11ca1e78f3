// What every kernel includes. nvcc compiles kernels for GPUs; any other compiler compiles the same
// source for the simulated driver, which gives CUDA's names their meaning on a CPU.
//
// Kernels are extern "C", one-dimensional in their threads, use dynamic shared memory only and the
// same number of threads in every launch as their __launch_bounds__ say or fewer.
#pragma once

#ifdef __CUDACC__

// Declares `type* name`, the block's dynamic shared memory.
#define ECHODC_SHARED(type, name)                               \
  extern __shared__ __align__(16) unsigned char echodcShared[]; \
  type* const name = reinterpret_cast<type*>(echodcShared)

#else

#include "../simulator/cuda_on_host.h"

#define ECHODC_SHARED(type, name) \
  type* const name = reinterpret_cast<type*>(echodc::simulator::sharedMemory())

#endif
