#!/bin/sh
# A ten-line program outside the tree builds against the installed library through pkg-config, and only through it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$DESKSCORE_BUILD" --prefix "$work/usr" > "$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
cp "$DESKSCORE_SOURCE/tests/consumers/ten_lines.c" "$work/"
cd "$work"
if "$CC" -std=c11 ten_lines.c -o without 2> /dev/null; then
    echo "it builds without pkg-config: this test would prove nothing"
    exit 1
fi
PKG_CONFIG_PATH=$(dirname "$(find "$work/usr" -name deskscore.pc)")
export PKG_CONFIG_PATH
libdir=$(pkg-config --variable=libdir deskscore)
version=$("$work/usr/bin/deskscore" version)
[ "$version" = "deskscore $(pkg-config --modversion deskscore)" ] || {
    echo "the command says $version, pkg-config $(pkg-config --modversion deskscore)"
    exit 1
}
"$CC" -std=c11 ten_lines.c -o with $(pkg-config --cflags --libs deskscore)
LD_LIBRARY_PATH=$libdir ./with | tee out.txt
grep -q '^first_response_time 90$' out.txt
"$CC" -std=c11 ten_lines.c -o static_one $(pkg-config --cflags deskscore) "$libdir/libdeskscore.a" \
    $(pkg-config --static --libs-only-l deskscore | sed 's/-ldeskscore//')
./static_one | grep -q '^first_response_time 90$'
