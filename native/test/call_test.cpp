// Calls by name: what is written arrives, and what an operation does not expect is refused before
// it does anything, by an error that names operation and argument.
#include "call.h"

#include <functional>
#include <limits>

#include "check.h"
#include "context.h"

namespace echodc::cpu {

// Writes all it reads into one text, as far as it is a number.
std::string lastCall;

ECHODC_OPERATION(testAll) {
  const int whole = call.whole("whole");
  const int64_t large = call.longWhole("large");
  const float number = call.number("number");
  const bool flag = call.flag("flag");
  const auto numbers = call.numbers("numbers");
  const auto* in = call.in<int32_t>("in");
  auto* out = call.out<float>("out");
  const auto* absent = call.inIfAny<float>("absent");
  const ConstActivations activations = call.activationsIn("activations");
  call.complete();
  *out = static_cast<float>(numbers.size()) + numbers.back();
  lastCall = std::to_string(whole) + " " + std::to_string(large) + " " + std::to_string(number) +
             " " + std::to_string(flag) + " " + std::to_string(*in) + " " +
             (absent ? "there" : "absent") + " " + (activations.bfloats ? "BF16" : "floats");
}

}  // namespace echodc::cpu

namespace {

using namespace echodc::cpu;

int64_t address(const void* memory) { return reinterpret_cast<int64_t>(memory); }

int64_t bits(float value) {
  uint32_t word;
  std::memcpy(&word, &value, sizeof(word));
  return word;
}

std::string errorOf(const std::function<void()>& body) {
  try {
    body();
  } catch (const CallError& e) {
    return e.what();
  }
  return "no error";
}

void is(const std::string& expected, const std::string& got) {
  check::isTrue("'" + got + "', expected '" + expected + "'", got == expected);
}

void everyKindArrives() {
  Context context(1);
  const int32_t in = 7;
  const Bfloat16 activation = {0};
  float out = 0;
  const std::vector<Argument> arguments = {{Kind::whole, -3},
                                           {Kind::whole, int64_t{1} << 40},
                                           {Kind::number, bits(-0.5f)},
                                           {Kind::flag, 1},
                                           {Kind::list, 2},
                                           {Kind::number, bits(1)},
                                           {Kind::number, bits(2.5f)},
                                           {Kind::inInts, address(&in)},
                                           {Kind::outFloats, address(&out)},
                                           {Kind::absent, 0},
                                           {Kind::inBfloats, address(&activation)}};
  runOperation(findOperation("testAll"), context, arguments.data(),
               static_cast<int>(arguments.size()));
  is("-3 1099511627776 -0.500000 1 7 absent BF16", lastCall);
  check::isTrue("the result is written", out == 4.5f);
}

// A call of averagePool that differs in one argument.
class Pooling {
 public:
  Pooling()
      : arguments_{{Kind::whole, 1},
                   {Kind::whole, 2},
                   {Kind::whole, 2},
                   {Kind::whole, 1},
                   {Kind::inFloats, address(src_)},
                   {Kind::outFloats, address(&dst_)}} {}

  std::vector<Argument>& arguments() { return arguments_; }
  bool untouched() const { return std::isnan(dst_); }
  bool done() const { return dst_ == 2.5f; }

  std::string run() {
    return errorOf([&] {
      Context context(1);
      runOperation(findOperation("averagePool"), context, arguments_.data(),
                   static_cast<int>(arguments_.size()));
    });
  }

 private:
  float src_[4] = {1, 2, 3, 4};
  float dst_ = std::numeric_limits<float>::quiet_NaN();
  std::vector<Argument> arguments_;
};

void refused(const std::string& error, const std::function<void(std::vector<Argument>&)>& change) {
  Pooling pooling;
  change(pooling.arguments());
  is("averagePool: argument " + error, pooling.run());
  check::isTrue(error + ": nothing is written", pooling.untouched());
}

void wrongCallsAreRefused() {
  Pooling right;
  is("no error", right.run());
  check::isTrue("a right call computes", right.done());

  refused("1 (src) must be a whole number, not a float",
          [](auto& arguments) { arguments[0].kind = Kind::number; });
  refused("5 (src) must be floats to read, not BF16 numbers to read",
          [](auto& arguments) { arguments[4].kind = Kind::inBfloats; });
  refused("5 (src) must be floats to read, not floats to write",
          [](auto& arguments) { std::swap(arguments[4], arguments[5]); });
  refused("6 (dst) must be floats to write, not absent", [](auto& arguments) {
    arguments[5] = {Kind::absent, 0};
  });
  refused("6 (dst) must be floats to write, not of no known kind",
          [](auto& arguments) { arguments[5].kind = static_cast<Kind>(99); });
  refused("2 (src) must be a whole number of 32 bits, not 4294967298",
          [](auto& arguments) { arguments[1].word += int64_t{1} << 32; });
  refused("6 (dst) is missing: the call has 5", [](auto& arguments) { arguments.pop_back(); });
  refused("1 (src) is missing: the call has 0", [](auto& arguments) { arguments.clear(); });
  refused("7, a flag, is one too many: the operation takes 6", [](auto& arguments) {
    arguments.push_back({Kind::flag, 1});
  });
}

void whatIsNotThereIsNamed() {
  is("averagePol: there is no native operation of this name",
     errorOf([] { findOperation("averagePol"); }));
  is("zzz: there is no native operation of this name", errorOf([] { findOperation("zzz"); }));
  // The names come in any order and are found all the same.
  for (const char* name : {"add", "testAll", "mmdFused", "averagePool"})
    is(name, operationName(findOperation(name)));
}

}  // namespace

int main() {
  everyKindArrives();
  wrongCallsAreRefused();
  whatIsNotThereIsNamed();
  return check::report();
}
