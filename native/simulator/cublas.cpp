// The functions of cuBLAS 12 that org.echodc.device.cudnn calls through JCublas. Matrices are
// stored column by column.
#include "library.h"

using namespace echodc::simulator;

namespace {

// Of cublasStatus_t.
constexpr int kNotInitialized = 1, kBadParameter = 7, kExecutionFailed = 13;

// Of cublasMath_t.
constexpr int kDefaultMath = 0, kPedanticMath = 2, kTf32Math = 3;

constexpr int kAsIs = 0, kTransposed = 1;  // of cublasOperation_t
constexpr uint64_t kWorkspaceAlignment = 256;

struct Handle {
  void* stream = nullptr;
  size_t workspaceBytes = 0;
  int math = kDefaultMath;
};

Objects<Handle>& handles() {
  static Objects<Handle> all(kNotInitialized, "the cuBLAS handle");
  return all;
}

void requireValue(bool condition, const std::string& why) {
  require(condition, kBadParameter, why);
}

// A handle that work may be issued with.
const Handle& ready(const void* pointer) {
  const Handle& handle = handles().at(pointer);
  requireValue(handle.stream != nullptr, "the cuBLAS handle has no stream");
  requireValue(handle.workspaceBytes > 0 || !simulator().capturing,
               "the cuBLAS handle has no workspace, which it would allocate during a capture");
  return handle;
}

// A matrix as the library sees it after the operation: rows x columns.
struct Matrix {
  const float* values;
  bool transposed;
  int rows, columns, leading;
  long long stride = 0;  // to the next of a batch

  Matrix(const char* name, const void* address, int operation, int rowsOf, int columnsOf, int ld)
      : values(static_cast<const float*>(address)),
        transposed(operation == kTransposed),
        rows(rowsOf),
        columns(columnsOf),
        leading(ld) {
    requireValue(operation == kAsIs || operation == kTransposed,
                 std::string("operation of ") + name + " is not simulated");
    requireValue(rows > 0 && columns > 0, std::string("an extent of ") + name + " is not positive");
    requireValue(leading >= storedRows(), std::string("leading dimension of ") + name + " is " +
                                              std::to_string(leading) + ", of " +
                                              std::to_string(storedRows()) + " rows");
  }

  int storedRows() const { return transposed ? columns : rows; }
  int storedColumns() const { return transposed ? rows : columns; }

  size_t bytes(int batch) const {
    return sizeof(float) *
           (static_cast<size_t>(stride) * static_cast<size_t>(batch - 1) +
            static_cast<size_t>(leading) * static_cast<size_t>(storedColumns() - 1) +
            static_cast<size_t>(storedRows()));
  }

  const float& at(int item, int row, int column) const {
    const long long major = transposed ? row : column, minor = transposed ? column : row;
    return values[stride * item + leading * major + minor];
  }

  bool overlaps(const Matrix& other, int batch) const {
    const auto begin = [](const Matrix& m) { return reinterpret_cast<uint64_t>(m.values); };
    return begin(*this) < begin(other) + other.bytes(batch) &&
           begin(other) < begin(*this) + bytes(batch);
  }
};

}  // namespace

ECHODC_API int cublasCreate_v2(void** handle) {
  return answer([&] { *handle = handles().create(); });
}

ECHODC_API int cublasDestroy_v2(void* handle) {
  return answer([&] { handles().destroy(handle); });
}

ECHODC_API int cublasGetVersion_v2(void* handle, int* version) {
  return answer([&] {
    handles().at(handle);
    *version = 120600;
  });
}

// Gives up the workspace, as the library does.
ECHODC_API int cublasSetStream_v2(void* handle, void* stream) {
  return answer([&] {
    handles().at(handle).stream = stream;
    handles().at(handle).workspaceBytes = 0;
  });
}

ECHODC_API int cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes) {
  return answer([&] {
    const auto address = reinterpret_cast<uint64_t>(workspace);
    requireValue(bytes > 0 && simulator().memory.contains(address, bytes),
                 "the workspace of cuBLAS does not lie in device memory");
    requireValue(address % kWorkspaceAlignment == 0, "the workspace of cuBLAS is misaligned");
    handles().at(handle).workspaceBytes = bytes;
  });
}

ECHODC_API int cublasSetMathMode(void* handle, int mode) {
  return answer([&] {
    requireValue(mode == kDefaultMath || mode == kPedanticMath || mode == kTf32Math,
                 "math mode " + std::to_string(mode) + " is not simulated");
    handles().at(handle).math = mode;
  });
}

ECHODC_API int cublasSgemmStridedBatched(void* handle, int operationA, int operationB, int m, int n,
                                         int k, const void* alpha, const void* a, int lda,
                                         long long strideA, const void* b, int ldb,
                                         long long strideB, const void* beta, void* c, int ldc,
                                         long long strideC, int batch) {
  return answer([&] {
    const bool tf32 = ready(handle).math == kTf32Math;
    const Scaling scaling(alpha, beta, kBadParameter);
    requireValue(batch > 0, "the batch is empty");
    Matrix left("A", a, operationA, m, k, lda), right("B", b, operationB, k, n, ldb),
        result("C", c, kAsIs, m, n, ldc);
    left.stride = strideA;
    right.stride = strideB;
    result.stride = strideC;
    requireValue(strideA >= 0 && strideB >= 0 && strideC >= 0, "a stride is negative");
    requireValue(batch == 1 || strideC >= static_cast<long long>(ldc) * n, "results overlap");
    requireValue(!result.overlaps(left, batch) && !result.overlaps(right, batch),
                 "the result overlaps a factor");
    const auto work = [=] {
      const auto factor = [tf32](float value) { return tf32 ? roundedToTf32(value) : value; };
      for (int item = 0; item < batch; ++item)
        for (int column = 0; column < n; ++column)
          for (int row = 0; row < m; ++row) {
            double sum = 0;
            for (int i = 0; i < k; ++i)
              sum += static_cast<double>(factor(left.at(item, row, i))) *
                     factor(right.at(item, i, column));
            scaling.store(sum, const_cast<float&>(result.at(item, row, column)));
          }
    };
    issue(
        {"cublasSgemmStridedBatched",
         {{"A", a, left.bytes(batch)}, {"B", b, right.bytes(batch)}, {"C", c, result.bytes(batch)}},
         tf32,
         work},
        kBadParameter, kExecutionFailed);
  });
}

ECHODC_API int cublasSgeam(void* handle, int operationA, int operationB, int m, int n,
                           const void* alpha, const void* a, int lda, const void* beta,
                           const void* b, int ldb, void* c, int ldc) {
  return answer([&] {
    ready(handle);
    const Scaling scaling(alpha, beta, kBadParameter);
    const Matrix left("A", a, operationA, m, n, lda), right("B", b, operationB, m, n, ldb),
        result("C", c, kAsIs, m, n, ldc);
    // A matrix may be added to where it lies, in its own layout.
    const auto apart = [&](const Matrix& operand) {
      return !result.overlaps(operand, 1) ||
             (operand.values == result.values && !operand.transposed && operand.leading == ldc);
    };
    requireValue(apart(left) && apart(right), "the result overlaps a matrix in another layout");
    const auto work = [=] {
      for (int column = 0; column < n; ++column)
        for (int row = 0; row < m; ++row) {
          double sum = scaling.alpha == 0 ? 0.0 : double{scaling.alpha} * left.at(0, row, column);
          if (scaling.beta != 0) sum += double{scaling.beta} * right.at(0, row, column);
          const_cast<float&>(result.at(0, row, column)) = static_cast<float>(sum);
        }
    };
    issue({"cublasSgeam",
           {{"A", a, left.bytes(1)}, {"B", b, right.bytes(1)}, {"C", c, result.bytes(1)}},
           false,
           work},
          kBadParameter, kExecutionFailed);
  });
}
