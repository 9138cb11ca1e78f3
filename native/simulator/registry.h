// The kernels that the simulated driver knows. CMake makes a source for each .cu, which includes it
// and registers its kernels.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace echodc::simulator {

struct Parameter {
  size_t bytes;
  bool pointer;
};

struct KernelEntry {
  std::string module;   // the .cu, without its ending
  unsigned maxThreads;  // __launch_bounds__
  std::vector<Parameter> parameters;
  std::function<void(void**)> call;  // with the addresses of the arguments
};

inline std::map<std::string, KernelEntry>& registry() {
  static std::map<std::string, KernelEntry> kernels;
  return kernels;
}

struct Registration {
  template <typename... Arguments>
  Registration(const char* module, const char* name, void (*kernel)(Arguments...),
               unsigned maxThreads) {
    add(module, name, kernel, maxThreads, std::index_sequence_for<Arguments...>());
  }

 private:
  template <typename... Arguments, size_t... indices>
  static void add(const char* module, const char* name, void (*kernel)(Arguments...),
                  unsigned maxThreads, std::index_sequence<indices...>) {
    registry()[name] = {module,
                        maxThreads,
                        {{sizeof(Arguments), std::is_pointer_v<Arguments>}...},
                        [kernel](void** arguments) {
                          kernel(*static_cast<std::remove_cv_t<Arguments>*>(arguments[indices])...);
                        }};
  }
};

}  // namespace echodc::simulator
