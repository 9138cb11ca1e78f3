// The functions of the driver API that the test calls, as cuda.h declares them; it is not there on
// a machine without nvcc.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {
int cuDevicePrimaryCtxRetain(void** context, int device);
int cuMemAlloc_v2(uint64_t* address, size_t bytes);
int cuMemFree_v2(uint64_t address);
int cuMemcpyHtoD_v2(uint64_t dst, const void* src, size_t bytes);
int cuMemcpyDtoH_v2(void* dst, uint64_t src, size_t bytes);
int cuModuleGetFunction(void** function, void* module, const char* name);
int cuFuncSetAttribute(void* function, int attribute, int value);
int cuLaunchKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned threads,
                   unsigned threadsY, unsigned threadsZ, unsigned sharedBytes, void* stream,
                   void** arguments, void** extra);
int cuStreamSynchronize(void* stream);
int cuStreamBeginCapture_v2(void* stream, int mode);
int cuStreamEndCapture(void* stream, void** graph);
int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long flags);
int cuGraphLaunch(void* executable, void* stream);
int cuGraphExecDestroy(void* executable);
int cuGraphDestroy(void* graph);
}
