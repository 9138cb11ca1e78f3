// One fibre: a stack of its own, and switching to it and back.
#pragma once

#include <cstddef>

namespace echodc::simulator {

class Fibre {
 public:
  static constexpr size_t kStackBytes = 64 * 1024;

  // Prepares to call entry() on the given stack at the next resume().
  void prepare(char* stack, void (*entry)());

  // Runs until the fibre calls suspend() or finish().
  void resume();
  void suspend();
  [[noreturn]] void finish();

  // To be called first on a fresh stack.
  static void entered();

 private:
  void* stackPointer_ = nullptr;
  char* stack_ = nullptr;
  void* sanitizerStack_ = nullptr;
  void* sanitizerThread_ = nullptr;
};

}  // namespace echodc::simulator
