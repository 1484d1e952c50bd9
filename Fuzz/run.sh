#!/bin/sh
# Builds every fuzzer and runs each for a number of seconds; fails on the first crash.
# The corpus grows in .build/fuzz/corpus; a crashing input is left beside it.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
scratch=.build/fuzz

export CANTILEVER_FUZZERS=1
# A crash would hang in the backtracer.
export SWIFT_BACKTRACE=enable=no
for fuzzer in FuzzRLP FuzzABI FuzzJSONRPC FuzzKeystore FuzzWebSocket; do
    swift build --sanitize fuzzer -c release --scratch-path "$scratch" --product "$fuzzer" \
        -Xswiftc -parse-as-library -Xswiftc -use-ld=lld
    corpus=$scratch/corpus/$fuzzer
    mkdir -p "$corpus"
    cp -n "Fuzz/${fuzzer#Fuzz}/Seeds/"* "$corpus/" 2>/dev/null || true
    echo "$fuzzer for $seconds s"
    "$scratch/release/$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$scratch/" "$corpus"
done
