// A device has the threads that it was asked for, no others beside them, and they sleep when they
// have nothing to do, after oneDNN has been called too.
#include "context.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "check.h"
#include "cpu_time.h"
#include "operations.h"

namespace {

using namespace echodc::cpu;

int64_t threadsOfProcess() {
  const std::filesystem::directory_iterator threads("/proc/self/task");
  return std::distance(begin(threads), end(threads));
}

// Operations that call oneDNN: convolutions, which it plans, and matrix products.
void compute(Context& context, check::Random& random) {
  const ConvolutionShape convolution = {6, {9, 9, 8}, 16, 5, 2, 1};
  const LinearShape linear = {200, 64, 10};
  const auto weight = random.normal(int64_t{25} * 8 * 16);
  const auto src = random.normal(convolution.batch * convolution.src.elements());
  std::vector<float> dst(convolution.batch * convolution.dst().elements()), srcGradient(src.size()),
      weightGradient(weight.size()), bias(linear.outputs), logits(linear.batch * linear.outputs);
  convolutionForward(context, convolution, weight.data(), nullptr, src.data(), dst.data());
  convolutionBackwardInput(context, convolution, weight.data(), dst.data(), srcGradient.data());
  convolutionBackwardWeight(context, convolution, src.data(), dst.data(), weightGradient.data(),
                            nullptr);
  const auto features = random.normal(int64_t{linear.batch} * linear.inputs);
  linearForward(context, linear, weight.data(), bias.data(), features.data(), logits.data());
}

}  // namespace

int main() {
  check::Random random(20240607);
  std::thread([] {}).join();  // with the first, ThreadSanitizer starts one of its own
  const int64_t before = threadsOfProcess();
  for (const int threads : {1, 2, 3}) {
    Context context(threads);
    for (int i = 0; i < 5; ++i) {
      compute(context, random);
      const double cores =
          check::busyCores([] { std::this_thread::sleep_for(std::chrono::milliseconds(100)); });
      check::isTrue("waiting threads keep busy " + std::to_string(cores) + " cores", cores < 0.1);
    }
    check::isTrue("no threads but the device's", threadsOfProcess() - before == threads - 1);
  }
  check::isTrue("threads end with their device", threadsOfProcess() == before);
  return check::report();
}
