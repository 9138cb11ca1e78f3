#include "call.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

namespace echodc::cpu {

namespace {

const char* nameOf(Kind kind) {
  switch (kind) {
    case Kind::absent:
      return "absent";
    case Kind::whole:
      return "a whole number";
    case Kind::number:
      return "a float";
    case Kind::flag:
      return "a flag";
    case Kind::list:
      return "a list of floats";
    case Kind::inFloats:
      return "floats to read";
    case Kind::inBfloats:
      return "BF16 numbers to read";
    case Kind::inInts:
      return "ints to read";
    case Kind::inBytes:
      return "bytes to read";
    case Kind::outFloats:
      return "floats to write";
    case Kind::outBfloats:
      return "BF16 numbers to write";
    case Kind::outInts:
      return "ints to write";
    case Kind::outBytes:
      return "bytes to write";
  }
  return "of no known kind";
}

// The kinds of arrays of a type of elements, read and written.
struct ArrayKinds {
  Kind in, out;
};

template <typename T>
constexpr ArrayKinds arrayKinds() {
  static_assert(std::is_same_v<T, float> || std::is_same_v<T, int32_t>);
  return std::is_same_v<T, float> ? ArrayKinds{Kind::inFloats, Kind::outFloats}
                                  : ArrayKinds{Kind::inInts, Kind::outInts};
}

template <typename T>
T* at(int64_t address) {
  return reinterpret_cast<T*>(address);
}

float floatOf(int64_t word) {
  const auto bits = static_cast<uint32_t>(word);
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

struct Operation {
  std::string name;
  OperationEntry entry;
};

// Sorted by name. Made at first use, because registrations of other files come in any order, and
// never destroyed, because the process may end while a thread is about to call.
std::vector<Operation>& operations() {
  static auto* const all = new std::vector<Operation>;
  return *all;
}

std::vector<Operation>::iterator placeOf(const std::string& name) {
  return std::lower_bound(
      operations().begin(), operations().end(), name,
      [](const Operation& operation, const std::string& other) { return operation.name < other; });
}

}  // namespace

void Call::fail(int position, const std::string& what) const {
  throw CallError(std::string(operation_) + ": argument " + std::to_string(position) + what);
}

void Call::mismatch(const char* name, const std::string& expected, const std::string& given) const {
  fail(position_, " (" + std::string(name) + ") must be " + expected + ", not " + given);
}

Argument Call::next(const char* name) {
  if (position_ == count_)
    fail(position_ + 1,
         " (" + std::string(name) + ") is missing: the call has " + std::to_string(count_));
  return arguments_[position_++];
}

int64_t Call::next(const char* name, Kind expected) {
  const Argument argument = next(name);
  if (argument.kind != expected) mismatch(name, nameOf(expected), nameOf(argument.kind));
  return argument.word;
}

int64_t Call::nextIfAny(const char* name, Kind expected) {
  const Argument argument = next(name);
  if (argument.kind == Kind::absent) return 0;
  if (argument.kind != expected)
    mismatch(name, std::string(nameOf(expected)) + ", or absent", nameOf(argument.kind));
  return argument.word;
}

int Call::whole(const char* name) {
  const int64_t value = longWhole(name);
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
    mismatch(name, "a whole number of 32 bits", std::to_string(value));
  return static_cast<int>(value);
}

int64_t Call::longWhole(const char* name) { return next(name, Kind::whole); }

float Call::number(const char* name) { return floatOf(next(name, Kind::number)); }

bool Call::flag(const char* name) { return next(name, Kind::flag) != 0; }

std::vector<float> Call::numbers(const char* name) {
  const int64_t count = next(name, Kind::list);
  std::vector<float> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(number(name));
  return values;
}

template <typename T>
const T* Call::in(const char* name) {
  return at<const T>(next(name, arrayKinds<T>().in));
}

template <typename T>
T* Call::out(const char* name) {
  return at<T>(next(name, arrayKinds<T>().out));
}

template <typename T>
const T* Call::inIfAny(const char* name) {
  return at<const T>(nextIfAny(name, arrayKinds<T>().in));
}

template <typename T>
T* Call::outIfAny(const char* name) {
  return at<T>(nextIfAny(name, arrayKinds<T>().out));
}

template const float* Call::in(const char*);
template const int32_t* Call::in(const char*);
template float* Call::out(const char*);
template int32_t* Call::out(const char*);
template const float* Call::inIfAny(const char*);
template float* Call::outIfAny(const char*);

ConstActivations Call::activationsIn(const char* name) {
  const Argument argument = next(name);
  if (argument.kind == Kind::inFloats) return at<const float>(argument.word);
  if (argument.kind == Kind::inBfloats) return at<const Bfloat16>(argument.word);
  mismatch(name, "floats or BF16 numbers to read", nameOf(argument.kind));
}

Activations Call::activationsOut(const char* name) {
  const Activations activations = activationsOutIfAny(name);
  if (!activations) mismatch(name, "floats or BF16 numbers to write", nameOf(Kind::absent));
  return activations;
}

Activations Call::activationsOutIfAny(const char* name) {
  const Argument argument = next(name);
  if (argument.kind == Kind::absent) return nullptr;
  if (argument.kind == Kind::outFloats) return at<float>(argument.word);
  if (argument.kind == Kind::outBfloats) return at<Bfloat16>(argument.word);
  mismatch(name, "floats or BF16 numbers to write", nameOf(argument.kind));
}

Images Call::images(const char* name) {
  return {whole(name), {whole(name), whole(name), whole(name)}};
}

RandomKey Call::key() {
  const int64_t seed = longWhole("seed");
  const int purpose = whole("purpose"), step = *in<int32_t>("step");
  return keyAtStep(seed, purpose, step, whole("period"));
}

Normalization Call::normalization() { return {numbers("mean"), numbers("std")}; }

Augmentation Call::augmentation() {
  const auto* table = reinterpret_cast<const AugmentationRow*>(in<float>("augmentation"));
  return {table, whole("augmentation rows")};
}

PixelSource Call::pixels(const char* name) {
  const Argument argument = next(name);
  if (argument.kind == Kind::inBytes)
    return {at<const uint8_t>(argument.word), nullptr, whole(name)};
  if (argument.kind == Kind::inFloats)
    return {nullptr, at<const float>(argument.word), whole(name)};
  mismatch(name, "bytes or floats to read", nameOf(argument.kind));
}

Context& Call::complete() {
  if (position_ < count_)
    fail(position_ + 1, std::string(", ") + nameOf(arguments_[position_].kind) +
                            ", is one too many: the operation takes " + std::to_string(position_));
  return context_;
}

OperationRegistration::OperationRegistration(const char* name, OperationEntry entry) {
  operations().insert(placeOf(name), {name, entry});
}

int findOperation(const std::string& name) {
  const auto found = placeOf(name);
  if (found == operations().end() || found->name != name)
    throw CallError(name + ": there is no native operation of this name");
  return static_cast<int>(found - operations().begin());
}

const char* operationName(int operation) { return operations().at(operation).name.c_str(); }

void runOperation(int operation, Context& context, const Argument* arguments, int count) {
  const Operation& found = operations().at(operation);
  Call call(found.name.c_str(), context, arguments, count);
  found.entry(call);
}

}  // namespace echodc::cpu
