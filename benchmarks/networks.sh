#!/usr/bin/env bash
# ECHO beside PyTorch on whole networks, device cpu: an iteration of condensation and an epoch of evaluation each.
# PyTorch's ways (class by class or all in one batch, memory format, float32 or autocast to BF16) are measured once
# each; the fastest then runs in turns with ECHO, a process each. Prints a Markdown table.
# usage: networks.sh PAIRS NETWORK...   in the environment: IMAGE=32x32x3, GIGABYTES=8 that PyTorch may need,
# PRECISION=FP32 of ECHO, JAR=benchmarks-peers.jar, NICE=0 of all that it starts
set -euo pipefail
pairs=${1:?how many pairs}
networks=("${@:2}")
((${#networks[@]})) || { echo "networks.sh: name networks, as echodc networks lists them" >&2; exit 2; }
jar=${JAR:-$(dirname "$(readlink -f "$0")")/target/benchmarks-peers.jar}
java=(nice -n "${NICE:-0}" java "-Dechodc.bench.peerBytes=$((${GIGABYTES:-8} * 1000000000))" -jar "$jar")
every=(-e MachineRate -p "image=${IMAGE:-32x32x3}" -bm ss -tu ms -f 1 -wi 1)
ways=(-p format=CONTIGUOUS,CHANNELS_LAST -p precision=FP32,BF16)
samples=$(mktemp) log=$(mktemp)
trap 'rm -f "$samples" "$log"' EXIT

# bench ARGUMENTS: runs benchmarks, and keeps their output in the log; says why there is no result, if there is none
bench() {
  "${java[@]}" "$@" "${every[@]}" >"$log" 2>&1 || { tail -n 30 "$log" >&2; exit 1; }
  grep '^Torch.*may be used' "$log" >&2 || true # what was refused
}

# The options that chose the fastest trial of the log.
fastest() {
  awk '/^# Parameters:/ { options = ""
      gsub(/[(),]/, " "); for (i = 1; i < NF; ++i) if ($i ~ /^(classes|format|precision)$/) options = options " -p " $i "=" $(i + 2) }
    /^Iteration +[0-9]+: [0-9]/ && (best == "" || $3 < best) { best = $3; chosen = options }
    END { print chosen }' "$log"
}

# The median of the log's iterations, in ms.
median() {
  awk '/^Iteration +[0-9]+: [0-9]/ { print $3 }' "$log" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# compare NETWORK BENCHMARK WHAT WAYS...: appends "NETWORK|WHAT|OPTIONS|ECHO|PYTORCH" for each pair
compare() {
  local network=$1 benchmark=$2 what=$3 options echo torch
  bench "[.]Torch$benchmark" -p "network=$network" -i 1 "${@:4}"
  read -ra options <<<"$(fastest)"
  ((${#options[@]})) || { echo "$network, $what: PyTorch has no result" >&2; return; }
  for ((pair = 0; pair < pairs; ++pair)); do
    bench "[.]Torch$benchmark" -p "network=$network" -i 3 "${fixed[@]}" "${options[@]}"
    torch=$(median)
    bench "[.]$benchmark" -p "network=$network" -i 3 -p device=cpu -p "precision=${PRECISION:-FP32}"
    echo=$(median)
    echo "$network|$what|${options[*]}|$echo|$torch" >>"$samples"
    echo "$network, $what: ECHO $echo ms, PyTorch $torch ms (${options[*]})" >&2
  done
}

for network in "${networks[@]}"; do
  fixed=(-p form=GEMM) # the discrepancy as PyTorch computes it fastest
  compare "$network" IterationBenchmark "iteration" "${fixed[@]}" -p classes=EACH,BATCHED "${ways[@]}"
  fixed=()
  compare "$network" EvaluationBenchmark.epoch "epoch" "${ways[@]}"
done

echo "ECHO ${PRECISION:-FP32}, images of ${IMAGE:-32x32x3}, $pairs pairs of medians of 3, nice ${NICE:-0}, $(nproc) cores, $(date -u +%F)"
echo
echo "| network | | ECHO, ms | PyTorch, ms | ratio | of the pairs | PyTorch's fastest way |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
awk -F'|' '
  function sorted(list, n,   i, j, x) {
    for (i = 2; i <= n; ++i) { x = list[i]; for (j = i - 1; j > 0 && list[j] > x; --j) list[j + 1] = list[j]; list[j + 1] = x }
  }
  function row(   m) {
    sorted(e, n); sorted(t, n); sorted(r, n); m = int((n + 1) / 2)
    printf "| %s | %.0f | %.0f | **%.2f** | %.2f to %.2f | %s |\n", key, e[m], t[m], r[m], r[1], r[n], way
  }
  { if ($1 " | " $2 != key) { if (n) row(); n = 0; key = $1 " | " $2 }
    ++n; e[n] = $4 + 0; t[n] = $5 + 0; r[n] = $5 / $4; way = $3; gsub(/-p [a-z]+=/, "", way); gsub(/ /, ", ", way) }
  END { if (n) row() }' "$samples"
