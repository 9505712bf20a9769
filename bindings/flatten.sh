#!/bin/sh
# flatten.sh CC INCLUDE OUT: one header without system headers, directives and attributes, as cffi and LuaJIT read it.
set -eu
cc=$1 include=$2 out=$3
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
: > "$empty/stdint.h"
"$cc" -E -P -nostdinc -I"$empty" -I"$include" -DDSCORE_API= "$include/deskscore/deskscore.h" > "$out.tmp"
mv "$out.tmp" "$out"
