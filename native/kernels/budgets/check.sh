#!/usr/bin/env bash
# Holds what ptxas makes of every kernel to the budgets beside this script: no spills, no stack and,
# with the nvcc that the budgets were written with, registers at most as written. `check.sh --write` writes the budgets as they are now.
#
# Columns of a budget file, one for each class of architectures: kernel, threads of a block,
# registers of a thread in the steps of 8 that they are given out in, static shared memory, and the share of a multiprocessor's threads that the
# registers allow (theoretical occupancy, before dynamic shared memory, which the launching class
# in Java documents).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
nvcc=${NVCC:-nvcc}
ptxas=$(dirname "$(readlink -f "$(command -v "$nvcc")")")/ptxas
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

declare -A threads_of_multiprocessor=([80]=2048 [89]=1536 [90]=2048 [100]=2048 [120]=1536)

# Lines "kernel threads registers shared spills+stack" of one source for one architecture.
measure() {
  local source=$1 architecture=$2
  local ptx=$work/$(basename "$source" .cu)-$architecture.ptx
  "$nvcc" -std=c++17 -O3 -I../.. -arch="compute_$architecture" -ptx -o "$ptx" "$source"
  {
    awk '/\.entry/ { name = $0; sub(/.*\.entry /, "", name); sub(/[ (].*/, "", name) }
         /\.maxntid/ { gsub(/,/, ""); print "threads", name, $2 }' "$ptx"
    "$ptxas" -arch="sm_$architecture" -O3 -v -o /dev/null "$ptx" 2>&1
  } | awk '
    $1 == "threads" { threads[$2] = $3; next }
    /Compiling entry function/ { split($0, part, "\047"); kernel = part[2] }
    /bytes stack frame/ { waste = $1 + $5 + $9 }
    /Used [0-9]+ registers/ {
      registers = shared = 0
      for (i = 1; i < NF; ++i) {
        if ($(i + 1) ~ /^registers/) registers = $i
        if ($(i + 2) ~ /^smem/) shared = $i
      }
      print kernel, threads[kernel], registers, shared, waste
    }'
}

# A process for each processor.
measure_all() {
  export nvcc ptxas work
  export -f measure
  printf '%s\n' ../*.cu |
    xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'measure {} '"$1"' >"$work/$(basename {})-'"$1"'.txt"'
  cat "$work"/*.cu-"$1".txt | sort
}

# The registers of a warp come in units of 256; a multiprocessor has 65,536.
with_occupancy() {
  awk -v most="$1" '{
    $3 = int(($3 + 7) / 8) * 8
    perWarp = $3 * 32
    blocks = int(65536 / perWarp / ($2 / 32))
    if (blocks * $2 > most) blocks = int(most / $2)
    printf "%-40s %5d %4d %6d %4d%%\n", $1, $2, $3, $4, 100 * blocks * $2 / most
  }'
}

release=$("$nvcc" --version | sed -n 's/.*release \([0-9.]*\),.*/\1/p')
failed=0
for architecture in "${!threads_of_multiprocessor[@]}"; do
  "$nvcc" --list-gpu-code | grep -qx "sm_$architecture" || continue
  measured=$(measure_all "$architecture")
  if awk '$5 != 0 { print "kernel " $1 " on sm_'"$architecture"': " $5 " bytes of spills and stack"; bad = 1 }
          END { exit !bad }' <<<"$measured"; then
    failed=1
  fi
  if [[ ${1:-} == --write ]]; then
    {
      echo "# nvcc $release"
      with_occupancy "${threads_of_multiprocessor[$architecture]}" <<<"$measured"
    } >"sm_$architecture.txt"
    continue
  fi
  # Whatever the nvcc, every kernel has a budget and every budget a kernel.
  if ! diff <(awk '!/^#/ { print $1 }' "sm_$architecture.txt" | sort) \
      <(awk '{ print $1 }' <<<"$measured" | sort) |
      awk -v file="sm_$architecture.txt" '
        $1 == "<" { print file ": no kernel is named " $2 ", or the file has it twice"; bad = 1 }
        $1 == ">" { print "kernel " $2 " has no budget in " file; bad = 1 }
        END { exit bad }'; then
    failed=1
  fi
  if [[ $(head -n 1 "sm_$architecture.txt") != "# nvcc $release" ]]; then
    echo "sm_$architecture.txt was written with another nvcc; spills and stack are looked at, registers not"
  elif ! awk -v file="sm_$architecture.txt" '
      FILENAME == file { registers[$1] = $3; shared[$1] = $4; next }
      $1 in registers && ($3 > registers[$1] || $4 > shared[$1]) {
        print "kernel " $1 " uses " $3 " registers and " $4 " bytes, budget of " file ": " \
              registers[$1] " and " shared[$1]
        bad = 1
      }
      END { exit bad }' "sm_$architecture.txt" - <<<"$measured"; then
    failed=1
  fi
done
exit "$failed"
