#!/bin/sh
# The same program builds through find_package(deskscore).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$DESKSCORE_BUILD" --prefix "$work/usr" > "$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
cp "$DESKSCORE_SOURCE/tests/consumers/ten_lines.c" "$work/"
cat > "$work/CMakeLists.txt" <<'TXT'
cmake_minimum_required(VERSION 3.20)
project(consumer C)
find_package(deskscore 0.4 REQUIRED)
add_executable(with ten_lines.c)
target_link_libraries(with PRIVATE deskscore::deskscore)
add_executable(with_static ten_lines.c)
target_link_libraries(with_static PRIVATE deskscore::deskscore_static)
TXT
cmake -S "$work" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/usr" -DCMAKE_C_COMPILER="$CC" > "$work/cmake.log" 2>&1 &&
    cmake --build "$work/build" >> "$work/cmake.log" 2>&1 || { cat "$work/cmake.log"; exit 1; }
"$work/build/with" | tee "$work/out.txt"
grep -q '^first_response_time 90$' "$work/out.txt"
"$work/build/with_static" | grep -q '^first_response_time 90$'
