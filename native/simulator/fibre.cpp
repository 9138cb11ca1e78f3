#include "fibre.h"

#include <cstdint>
#include <cstdlib>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef ECHODC_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

// Saves the callee-saved registers of the System V ABI on the current stack, stores the stack
// pointer to *rdi, takes rsi for the stack pointer and restores what was saved there.
asm(R"(
.text
.p2align 4
.type echodcSwitchStack, @function
echodcSwitchStack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size echodcSwitchStack, .-echodcSwitchStack
)");
extern "C" void echodcSwitchStack(void** save, void* take);

namespace echodc::simulator {

namespace {

void* hostStackPointer;

// What AddressSanitizer wants to know of the host's stack, learnt when a fibre begins.
const void* hostStackBottom = nullptr;
size_t hostStackBytes = 0;

void startSwitch([[maybe_unused]] void** fakeStack, [[maybe_unused]] const void* bottom,
                 [[maybe_unused]] size_t bytes) {
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_start_switch_fiber(fakeStack, bottom, bytes);
#endif
}

void finishSwitch([[maybe_unused]] void* fakeStack, [[maybe_unused]] const void** bottom,
                  [[maybe_unused]] size_t* bytes) {
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_finish_switch_fiber(fakeStack, bottom, bytes);
#endif
}

// To ThreadSanitizer a fibre is a thread, and switching orders nothing: only what order.h says
// does.
#ifdef ECHODC_THREAD_SANITIZER
void* hostThread = nullptr;

void enterThread(void** thread) {
  if (*thread == nullptr) *thread = __tsan_create_fiber(0);
  hostThread = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(*thread, __tsan_switch_to_fiber_no_sync);
}

void leaveThread() { __tsan_switch_to_fiber(hostThread, __tsan_switch_to_fiber_no_sync); }
#else
void enterThread(void**) {}
void leaveThread() {}
#endif

}  // namespace

void Fibre::prepare(char* stack, void (*entry)()) {
  stack_ = stack;
  sanitizerStack_ = nullptr;
  // At a function's first instruction the stack pointer is 8 below a multiple of 16.
  auto* top = reinterpret_cast<uintptr_t*>(stack + kStackBytes - 16);
  *--top = 0;  // where entry would return to
  *--top = reinterpret_cast<uintptr_t>(entry);
  for (int saved = 0; saved < 6; ++saved) *--top = 0;
  stackPointer_ = top;
}

void Fibre::resume() {
  void* fakeStack = nullptr;
  startSwitch(&fakeStack, stack_, kStackBytes);
  enterThread(&sanitizerThread_);
  echodcSwitchStack(&hostStackPointer, stackPointer_);
  finishSwitch(fakeStack, nullptr, nullptr);
}

void Fibre::entered() { finishSwitch(nullptr, &hostStackBottom, &hostStackBytes); }

void Fibre::suspend() {
  startSwitch(&sanitizerStack_, hostStackBottom, hostStackBytes);
  leaveThread();
  echodcSwitchStack(&stackPointer_, hostStackPointer);
  finishSwitch(sanitizerStack_, &hostStackBottom, &hostStackBytes);
}

void Fibre::finish() {
  startSwitch(nullptr, hostStackBottom, hostStackBytes);
  leaveThread();
  echodcSwitchStack(&stackPointer_, hostStackPointer);
  std::abort();  // a finished fibre is not resumed
}

}  // namespace echodc::simulator
