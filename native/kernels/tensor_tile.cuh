// One 128 x 64 tile of a matrix product left [rows, inner] * right [inner, columns] on tensor
// cores, for 128 threads: four warps have 64 x 32 results each, in registers.
//
// Operands are matrices of words (tensor_core.cuh) that were rounded before (round_operand.cu), so
// that asynchronous copies bring them into shared memory, 16 bytes at a time, as the tensor cores
// take them. A chunk is 16 words of the inner dimension; chunks arrive in four stages, three ahead,
// and one barrier a chunk says both that this chunk is there and that the one before it is no
// longer read. Between barriers a warp loads fragments and multiplies, and does nothing else.
#pragma once

#include "tensor_core.cuh"

constexpr int kTensorRows = 128;
constexpr int kTensorColumns = 64;
constexpr int kTensorThreads = 128;
constexpr int kChunkWords = 16;
constexpr int kStages = 4;
constexpr int kPieceWords = 4;  // of an asynchronous copy
constexpr int kStepWords = 8;   // of an instruction

struct TensorSums {
  FragmentC of[4][4];  // 16 rows, 8 columns each
};

// What of the tile a thread computes.
struct WarpTile {
  int lane, group, quarter, row, column;  // row and column: the warp's first

  __device__ inline WarpTile()
      : lane(static_cast<int>(threadIdx.x) % 32),
        group(lane / 4),
        quarter(lane % 4),
        row(static_cast<int>(threadIdx.x) / 32 % 2 * 64),
        column(static_cast<int>(threadIdx.x) / 64 * 32) {}

  // Of value 2 half of fragments (i, j); value 2 half + 1 is in the next column.
  __device__ inline int rowOf(int i, int half) const { return row + 16 * i + 8 * half + group; }
  __device__ inline int columnOf(int j) const { return column + 8 * j + 2 * quarter; }
};

// Operands that lie along the inner dimension: the stage is one matrix of 128 rows of the left one
// and 64 columns of the right one, 16 words each. Piece p of a row lies in place p ^ (row / 2) % 4,
// which spreads the 8 pieces of every matrix that is loaded over all banks.
struct AlongInner {
  static constexpr int kStageWords = (kTensorRows + kTensorColumns) * kChunkWords;
  static constexpr int kPieces = kChunkWords / kPieceWords;  // of a row
  static constexpr int kRowsAtOnce = kTensorThreads / kPieces;

  static __device__ inline int offset(int row, int piece) {
    return row * kChunkWords + (piece ^ row / 2 % kPieces) * kPieceWords;
  }

  static __device__ inline void load(const unsigned* stage, const WarpTile& own, int step,
                                     FragmentA (&left)[4], FragmentB (&right)[4]) {
    const int matrix = own.lane / 8, row = own.lane % 8, piece = 2 * step;
    const unsigned* const rows = stage + offset(own.row + matrix % 2 * 8 + row, piece + matrix / 2);
#pragma unroll
    for (int i = 0; i < 4; ++i) loadMatrices(rows + 16 * i * kChunkWords, left[i].word);
    const unsigned* const columns =
        stage + offset(kTensorRows + own.column + matrix / 2 * 8 + row, piece + matrix % 2);
#pragma unroll
    for (int j = 0; j < 4; j += 2) {
      unsigned words[4];
      loadMatrices(columns + 8 * j * kChunkWords, words);
      right[j] = {{words[0], words[1]}};
      right[j + 1] = {{words[2], words[3]}};
    }
  }
};

// Operands that lie across the inner dimension: a row of the stage has one inner element of 128
// rows, then one of 64 columns. Rows are longer by what spreads fragments over all banks.
template <typename Operand>
struct AcrossInner {
  static constexpr int kInner = kChunkWords * Operand::kPerWord;  // rows of a chunk
  static constexpr int kInPiece = kPieceWords * Operand::kPerWord;
  static constexpr int kPadding = 8 / Operand::kPerWord;
  static constexpr int kLeftPitch = kTensorRows / Operand::kPerWord + kPadding;
  static constexpr int kRightPitch = kTensorColumns / Operand::kPerWord + kPadding;
  static constexpr int kLeftWords = kInner * kLeftPitch;
  static constexpr int kStageWords = kLeftWords + kInner * kRightPitch;

  static __device__ inline void load(const unsigned* stage, const WarpTile& own, int step,
                                     FragmentA (&left)[4], FragmentB (&right)[4]) {
    const int inner = step * kStepWords * Operand::kPerWord;
    if constexpr (Operand::kPerWord == 2) {
      const int matrix = own.lane / 8, row = own.lane % 8;
      const unsigned* const rows =
          stage + (inner + matrix / 2 * 8 + row) * kLeftPitch + (own.row + matrix % 2 * 8) / 2;
#pragma unroll
      for (int i = 0; i < 4; ++i) loadTransposed(rows + 8 * i, left[i].word);
      const unsigned* const columns = stage + kLeftWords +
                                      (inner + matrix % 2 * 8 + row) * kRightPitch +
                                      (own.column + matrix / 2 * 8) / 2;
#pragma unroll
      for (int j = 0; j < 4; j += 2) {
        unsigned words[4];
        loadTransposed(columns + 4 * j, words);
        right[j] = {{words[0], words[1]}};
        right[j + 1] = {{words[2], words[3]}};
      }
    } else {  // ldmatrix transposes halves of words only
      const unsigned* const rows = stage + (inner + own.quarter) * kLeftPitch + own.row + own.group;
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int word = 0; word < 4; ++word)
          left[i].word[word] = rows[word / 2 * 4 * kLeftPitch + 16 * i + word % 2 * 8];
      const unsigned* const columns =
          stage + kLeftWords + (inner + own.quarter) * kRightPitch + own.column + own.group;
#pragma unroll
      for (int j = 0; j < 4; ++j)
#pragma unroll
        for (int word = 0; word < 2; ++word)
          right[j].word[word] = columns[word * 4 * kRightPitch + 8 * j];
    }
  }
};

// The sum over so many chunks. source.copy(stage) begins the copies of the next one into a stage of
// Layout::kStageWords; shared: kStages of them.
template <typename Operand, typename Layout, typename Source>
__device__ inline void multiplyTensorTile(Source& source, int chunks, unsigned* shared,
                                          TensorSums& sums) {
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) sums.of[i][j] = {{0, 0, 0, 0}};
  for (int chunk = 0; chunk < kStages - 1; ++chunk) {
    if (chunk < chunks) source.copy(shared + chunk * Layout::kStageWords);
    commitCopies();
  }
  const WarpTile own;
#pragma unroll 1
  for (int chunk = 0; chunk < chunks; ++chunk) {
    waitForGroups<kStages - 2>();
    __syncthreads();
    const int next = chunk + kStages - 1;
    if (next < chunks) source.copy(shared + next % kStages * Layout::kStageWords);
    commitCopies();
    const unsigned* const stage = shared + chunk % kStages * Layout::kStageWords;
#pragma unroll
    for (int step = 0; step < kChunkWords / kStepWords; ++step) {
      FragmentA left[4];
      FragmentB right[4];
      Layout::load(stage, own, step, left, right);
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) multiplyAdd(Operand(), sums.of[i][j], left[i], right[j]);
    }
  }
}

// Writes two neighbours of a row of `columns` floats, as far as they exist.
__device__ inline void storeColumns(float* row, int column, int columns, float first,
                                    float second) {
  if (columns % 2 == 0) {
    if (column < columns) storePair(row + column, first, second);
  } else {
    if (column < columns) row[column] = first;
    if (column + 1 < columns) row[column + 1] = second;
  }
}

// Stores what a thread has of the tile, of results with so many columns: withRow(row of the tile,
// use) calls use(where that row begins) if it exists, and epilogue(sum, column) is what becomes of
// a sum.
template <typename WithRow, typename Epilogue>
__device__ inline void storeSums(const TensorSums& sums, int firstColumn, int columns,
                                 const WithRow& withRow, const Epilogue& epilogue) {
  const WarpTile own;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int half = 0; half < 2; ++half)
      withRow(own.rowOf(i, half), [&](float* row) {
#pragma unroll
        for (int j = 0; j < 4; ++j) {
          const int column = firstColumn + own.columnOf(j);
          storeColumns(row, column, columns, epilogue(sums.of[i][j].value[2 * half], column),
                       epilogue(sums.of[i][j].value[2 * half + 1], column + 1));
        }
      });
}

// The epilogue that stores sums as they are.
struct PlainSum {
  __device__ inline float operator()(float sum, int) const { return sum; }
};
