#!/usr/bin/env bash
# What other processes on the same cores cost: times an iteration and an evaluation epoch of the CPU device alone
# and beside one busy loop a core. Given the benchmarks of several builds, runs them in turns.
# usage: contention.sh ROUNDS BENCHMARKS_JAR...   NICE=N in the environment: of all that it starts, by default 0
set -euo pipefail
rounds=${1:?how many rounds}
jars=("${@:2}")
((${#jars[@]})) || jars=("$(dirname "$(readlink -f "$0")")/target/benchmarks.jar")
priority=(nice -n "${NICE:-0}")
samples=$(mktemp) loops=()

stop_loops() {
  if ((${#loops[@]})); then
    kill "${loops[@]}"
    wait "${loops[@]}" 2>/dev/null || true # that they were killed is no failure
  fi
  loops=()
}
trap 'stop_loops; rm -f "$samples"' EXIT

start_loops() {
  for _ in $(seq "$(nproc)"); do
    "${priority[@]}" bash -c 'while :; do :; done' &
    loops+=($!)
  done
}

# measure ROUND JAR_NUMBER COMPANY: appends "ROUND JAR_NUMBER COMPANY BENCHMARK MILLISECONDS" for each sample
measure() {
  "${priority[@]}" java -jar "${jars[$2]}" 'IterationBenchmark|EvaluationBenchmark.epoch' -e MachineRate \
    -p device=cpu -bm ss -tu ms -f 1 -wi 2 -i 5 |
    awk -v run="$1 $2 $3" '/^# Benchmark:/ { n = split($3, name, "."); benchmark = name[n] }
      /^Iteration +[0-9]+:/ { print run, benchmark, $3 }' >>"$samples"
}

for ((round = 0; round < rounds; ++round)); do
  for ((jar = 0; jar < ${#jars[@]}; ++jar)); do measure "$round" "$jar" alone; done
  start_loops
  for ((jar = 0; jar < ${#jars[@]}; ++jar)); do measure "$round" "$jar" beside; done
  stop_loops
done

echo "ms, fastest / median / slowest of $rounds rounds, 5 times each, nice ${NICE:-0}, $(nproc) cores, $(date -u +%F)"
sort -k2,4 -k5n "$samples" | awk -v jars="${jars[*]}" '
  BEGIN { builds = split(jars, jar, " ") }
  { key = $2 " " $4 " " $3; value[key, count[key]++] = $5 }
  function median(key) { return value[key, int(count[key] / 2)] }
  function spread(key) { return sprintf("%.0f / %.0f / %.0f", value[key, 0], median(key), value[key, count[key] - 1]) }
  END {
    for (j = 0; j < builds; ++j)
      for (b = 0; b < 2; ++b) {
        name = b ? "epoch" : "iteration"; alone = j " " name " alone"; beside = j " " name " beside"
        printf "%s %s: alone %s, beside %s, median x %.2f", jar[j + 1], name, spread(alone), spread(beside), median(beside) / median(alone)
        if (j > 0) printf "; alone x %.3f of the first build", median(alone) / median("0 " name " alone")
        print ""
      }
  }'
