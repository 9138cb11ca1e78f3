// The door to the operations for callers that know them by name: how Java calls them.
//
// A caller writes the arguments of a call one after the other, each with its kind; the entry of the
// operation, which stands beside it, reads them in the same order and says what it expects. So a
// caller that has others in mind gets an error that names operation and argument, before the work:
//
//   ECHODC_OPERATION(averagePool) {
//     const Images src = call.images("src");
//     const auto* from = call.in<float>("src");
//     auto* to = call.out<float>("dst");
//     averagePoolForward(call.complete(), src.batch, src.shape, from, to);
//   }
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "operations.h"

namespace echodc::cpu {

// What an argument is: the numbers of NativeCall.java, as cpu_jni.cpp makes sure. A list is the
// number of its elements, followed by these. What is null is absent.
enum class Kind : int64_t {
  absent,
  whole,
  number,
  flag,
  list,
  inFloats,
  inBfloats,
  inInts,
  inBytes,
  outFloats,
  outBfloats,
  outInts,
  outBytes,
};

// A number, the bits of a float, or an address.
struct Argument {
  Kind kind;
  int64_t word;
};

// A call that its operation does not expect: a mistake of the program, in Java or beside the
// operation. Says of itself which operation it was.
struct CallError : std::logic_error {
  using std::logic_error::logic_error;
};

// The batch and the extents of a tensor of images.
struct Images {
  int batch;
  ImageShape shape;
};

// The arguments of one call, read from the first to the last. Each function takes the name that the
// operation has for the argument and throws CallError if the next one is missing or of another
// kind. In a braced list they are called in order, among the arguments of a function they are not.
class Call {
 public:
  Call(const char* operation, Context& context, const Argument* arguments, int count)
      : operation_(operation), context_(context), arguments_(arguments), count_(count) {}

  int whole(const char* name);  // throws for what does not fit 32 bits too
  int64_t longWhole(const char* name);
  float number(const char* name);
  bool flag(const char* name);
  std::vector<float> numbers(const char* name);

  // Elements that the operation reads, or writes; the type is one of those of Kind.
  template <typename T>
  const T* in(const char* name);
  template <typename T>
  T* out(const char* name);

  // The same, null where the caller has none or wants none.
  template <typename T>
  const T* inIfAny(const char* name);
  template <typename T>
  T* outIfAny(const char* name);

  // Floats or BF16.
  ConstActivations activationsIn(const char* name);
  Activations activationsOut(const char* name);
  Activations activationsOutIfAny(const char* name);

  // Groups of arguments.
  Images images(const char* name);
  RandomKey key();  // reads the counter too
  Normalization normalization();
  Augmentation augmentation();
  PixelSource pixels(const char* name);  // bytes or floats, and how many images

  // Throws if arguments are left. The context that the operation is to run in, so that none can run
  // without having asked.
  Context& complete();

 private:
  Argument next(const char* name);
  int64_t next(const char* name, Kind expected);
  int64_t nextIfAny(const char* name, Kind expected);  // 0 if absent
  [[noreturn]] void fail(int position, const std::string& what) const;
  [[noreturn]] void mismatch(const char* name, const std::string& expected,
                             const std::string& given) const;

  const char* operation_;
  Context& context_;
  const Argument* arguments_;
  int count_, position_ = 0;
};

using OperationEntry = void (*)(Call&);

// Registers an entry while the library is being loaded; ECHODC_OPERATION makes these.
struct OperationRegistration {
  OperationRegistration(const char* name, OperationEntry entry);
};

// The number of an operation, good for as long as the library is loaded; throws CallError if there
// is none of this name.
int findOperation(const std::string& name);

const char* operationName(int operation);

void runOperation(int operation, Context&, const Argument* arguments, int count);

}  // namespace echodc::cpu

// Opens the body of an entry, in which `call` has the arguments. Two of one name do not link.
#define ECHODC_OPERATION(name)                                        \
  void name##Entry(Call& call);                                       \
  namespace {                                                         \
  const OperationRegistration name##Registration(#name, name##Entry); \
  }                                                                   \
  void name##Entry(Call& call)
