// The functions of cuBLAS and cuDNN that the test calls, as their headers declare them; those are
// not there on a machine without the libraries.
#pragma once

#include <cstddef>

extern "C" {
int cublasCreate_v2(void** handle);
int cublasDestroy_v2(void* handle);
int cublasSetStream_v2(void* handle, void* stream);
int cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes);
int cublasSetMathMode(void* handle, int mode);
int cublasSgemmStridedBatched(void* handle, int operationA, int operationB, int m, int n, int k,
                              const void* alpha, const void* a, int lda, long long strideA,
                              const void* b, int ldb, long long strideB, const void* beta, void* c,
                              int ldc, long long strideC, int batch);
int cublasSgeam(void* handle, int operationA, int operationB, int m, int n, const void* alpha,
                const void* a, int lda, const void* beta, const void* b, int ldb, void* c, int ldc);

// cudnnConvolutionFwdAlgoPerf_t and its kin.
struct AlgorithmPerformance {
  int algo, status;
  float time;
  size_t memory;
  int determinism, mathType;
  int reserved[3];
};

int cudnnCreate(void** handle);
int cudnnDestroy(void* handle);
int cudnnSetStream(void* handle, void* stream);
int cudnnCreateTensorDescriptor(void** descriptor);
int cudnnDestroyTensorDescriptor(void* descriptor);
int cudnnSetTensor4dDescriptor(void* descriptor, int format, int type, int n, int c, int h, int w);
int cudnnCreateFilterDescriptor(void** descriptor);
int cudnnDestroyFilterDescriptor(void* descriptor);
int cudnnSetFilter4dDescriptor(void* descriptor, int type, int format, int k, int c, int h, int w);
int cudnnCreateConvolutionDescriptor(void** descriptor);
int cudnnDestroyConvolutionDescriptor(void* descriptor);
int cudnnSetConvolution2dDescriptor(void* descriptor, int paddingY, int paddingX, int strideY,
                                    int strideX, int dilationY, int dilationX, int mode, int type);
int cudnnSetConvolutionMathType(void* descriptor, int math);
int cudnnCreatePoolingDescriptor(void** descriptor);
int cudnnDestroyPoolingDescriptor(void* descriptor);
int cudnnSetPooling2dDescriptor(void* descriptor, int mode, int nan, int height, int width,
                                int paddingY, int paddingX, int strideY, int strideX);
int cudnnGetConvolutionForwardAlgorithm_v7(void* handle, const void* src, const void* filter,
                                           const void* convolution, const void* dst, int requested,
                                           int* returned, AlgorithmPerformance* results);
int cudnnGetConvolutionBackwardDataAlgorithm_v7(void* handle, const void* filter, const void* dst,
                                                const void* convolution, const void* src,
                                                int requested, int* returned,
                                                AlgorithmPerformance* results);
int cudnnGetConvolutionBackwardDataWorkspaceSize(void* handle, const void* filter, const void* dst,
                                                 const void* convolution, const void* src,
                                                 int algorithm, size_t* bytes);
int cudnnConvolutionForward(void* handle, const void* alpha, const void* srcDescriptor,
                            const void* x, const void* filterDescriptor, const void* w,
                            const void* convolution, int algorithm, void* workspace, size_t bytes,
                            const void* beta, const void* dstDescriptor, void* y);
int cudnnConvolutionBackwardData(void* handle, const void* alpha, const void* filterDescriptor,
                                 const void* w, const void* dstDescriptor, const void* dy,
                                 const void* convolution, int algorithm, void* workspace,
                                 size_t bytes, const void* beta, const void* srcDescriptor,
                                 void* dx);
int cudnnConvolutionBackwardFilter(void* handle, const void* alpha, const void* srcDescriptor,
                                   const void* x, const void* dstDescriptor, const void* dy,
                                   const void* convolution, int algorithm, void* workspace,
                                   size_t bytes, const void* beta, const void* filterDescriptor,
                                   void* dw);
int cudnnPoolingForward(void* handle, const void* pooling, const void* alpha,
                        const void* srcDescriptor, const void* x, const void* beta,
                        const void* dstDescriptor, void* y);
int cudnnPoolingBackward(void* handle, const void* pooling, const void* alpha,
                         const void* yDescriptor, const void* y, const void* dyDescriptor,
                         const void* dy, const void* xDescriptor, const void* x, const void* beta,
                         const void* dxDescriptor, void* dx);
int cudnnSoftmaxForward(void* handle, int algorithm, int mode, const void* alpha,
                        const void* srcDescriptor, const void* x, const void* beta,
                        const void* dstDescriptor, void* y);
int cudnnSoftmaxBackward(void* handle, int algorithm, int mode, const void* alpha,
                         const void* yDescriptor, const void* y, const void* dyDescriptor,
                         const void* dy, const void* beta, const void* dxDescriptor, void* dx);
}
