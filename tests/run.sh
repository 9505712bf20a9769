#!/bin/sh
# Builds everything and passes every test, on a fresh Debian 12: installs what is missing and says so.
#   sh tests/run.sh          all of it: gcc, clang with sanitizers, valgrind, coverage
#   sh tests/run.sh quick    gcc only
set -eu
cd "$(dirname "$0")/.."
. tests/install.sh
need_packages gcc libc6-dev clang make cmake ninja-build pkg-config libjansson-dev libcsv-dev check libsubunit-dev python3 \
    python3-venv luajit valgrind doxygen binutils llvm libclang-rt-14-dev tzdata
need_python cffi duckdb gcovr jsonschema

jobs=$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)
# Valgrind and the sanitizers watch one process; the runner of the tests must not fork.
step() {
    printf '\n== %s\n' "$*"
}

step "gcc: warnings are errors, every test"
cmake --preset default -G Ninja > build/default.log 2>&1 || { cat build/default.log; exit 1; }
cmake --build --preset default -j "$jobs"
ctest --preset default -j "$jobs"
[ "${1:-}" = quick ] && exit 0

step "clang: AddressSanitizer and UndefinedBehaviorSanitizer"
cmake --preset sanitize -G Ninja > build/sanitize.log 2>&1 || { cat build/sanitize.log; exit 1; }
cmake --build --preset sanitize -j "$jobs"
ctest --preset sanitize -j "$jobs"

step "valgrind: the C tests"
sh tests/valgrind.sh build/default

step "coverage: lines of lib/"
cmake --preset coverage -G Ninja > build/coverage.log 2>&1 || { cat build/coverage.log; exit 1; }
cmake --build --preset coverage -j "$jobs"
find build/coverage -name '*.gcda' -delete
ctest --preset coverage -j "$jobs" > build/coverage.log 2>&1 || { tail -50 build/coverage.log; exit 1; }
# Some lines of the hash run more than 2^32 times, which gcovr takes for a known fault of gcov: no such threshold.
gcovr --root . --filter 'lib/' --object-directory build/coverage --gcov-suspicious-hits-threshold 0 \
    --fail-under-line 90 --print-summary --txt build/coverage.txt build/coverage > build/coverage.log 2>&1 \
    || { tail -30 build/coverage.log; exit 1; }
grep -E '^lines|^branches' build/coverage.log

step "all of it passed"
