#!/usr/bin/env bash
# Builds the native tests twice more and runs them: under AddressSanitizer and
# UndefinedBehaviorSanitizer, and under ThreadSanitizer, which knows the simulated GPU's threads and
# sees all that those of the CPU device do but within oneDNN.
#   sanitize.sh BUILD_DIR ONEDNN_DIR JNI_HEADERS; Maven calls it, with -Psanitizers
set -euo pipefail
build=$1 onednn=$2 jni=$3
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

run() {
  local directory=$build/sanitize-$1 sanitizers=$2
  "$sources/native/forget_moved_build.sh" "$directory"
  cmake -S "$sources" -B "$directory" -DECHODC_SANITIZE="$sanitizers" -DONEDNN_DIR="$onednn" \
    -DJNI_HEADERS="$jni"
  cmake --build "$directory" --parallel "$(nproc)"
  LSAN_OPTIONS=suppressions=$directory/leaks-of-others.txt UBSAN_OPTIONS=print_stacktrace=1 \
    ctest --test-dir "$directory" --output-on-failure --no-tests=error --exclude-regex kernel_budgets
}

run address address,undefined
run thread thread
