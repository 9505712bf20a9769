#!/bin/sh
# flatten.sh CC INCLUDE OUT: one header without system headers, directives and attributes, as cffi and LuaJIT read it.
# Behind it, as comments, what the _INIT macros fill structs with: bindings cannot see macros.
set -eu
cc=$1 include=$2 out=$3
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
: > "$empty/stdint.h"
"$cc" -E -P -nostdinc -I"$empty" -I"$include" -DDSCORE_API= "$include/deskscore/deskscore.h" > "$out.tmp"
"$cc" -E -dM -nostdinc -I"$empty" -I"$include" -DDSCORE_API= "$include/deskscore/deskscore.h" |
    sed -n 's/^#define \(DSCORE_[A-Z0-9_]*_INIT\) .*/\1/p' | LC_ALL=C sort > "$empty/names"
{
    echo '#include <deskscore/deskscore.h>'
    sed 's/.*/init: &/' "$empty/names"
} > "$empty/inits.c"
"$cc" -E -P -nostdinc -I"$empty" -I"$include" -DDSCORE_API= "$empty/inits.c" |
    sed -n 's|^init: {(uint32_t)sizeof(\([a-z_0-9]*\)), *\(.*\)}$|/* init \1: \2 */|p' >> "$out.tmp"
mv "$out.tmp" "$out"
