// The simulated driver knows every kernel that nvcc makes, with its threads: those that have
// budgets, which check.sh beside the budgets holds to nvcc's.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "check.h"
#include "simulator/registry.h"

namespace {

// Kernels of a budget file and their threads.
std::map<std::string, unsigned> budgetsOf(const std::filesystem::path& file) {
  std::map<std::string, unsigned> threads;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line[0] == '#') continue;
    std::istringstream columns(line);
    std::string kernel;
    unsigned ofKernel = 0;
    columns >> kernel >> ofKernel;
    check::isTrue(file.filename().string() + " has kernel " + kernel + " once",
                  threads.emplace(kernel, ofKernel).second);
  }
  return threads;
}

void knowsAll(const std::filesystem::path& file) {
  const auto& registered = echodc::simulator::registry();
  const std::map<std::string, unsigned> budgets = budgetsOf(file);
  for (const auto& [kernel, threads] : budgets) {
    const auto found = registered.find(kernel);
    check::isTrue("kernel " + kernel + " of " + file.filename().string() + " is registered",
                  found != registered.end());
    if (found != registered.end())
      check::isTrue("kernel " + kernel + " has the threads of " + file.filename().string(),
                    found->second.maxThreads == threads);
  }
  for (const auto& kernel : registered)
    check::isTrue("kernel " + kernel.first + " has a budget in " + file.filename().string(),
                  budgets.count(kernel.first) != 0);
}

}  // namespace

int main() {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ECHODC_BUDGETS)) {
    if (entry.path().extension() != ".txt") continue;
    knowsAll(entry.path());
    ++files;
  }
  check::isTrue("there are budgets in " ECHODC_BUDGETS, files > 0);
  return check::report();
}
