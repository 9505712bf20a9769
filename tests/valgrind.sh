#!/bin/sh
# valgrind.sh BUILD: every C test program under memcheck, one a processor, each process as one (CK_FORK=no); any error
# or leak fails.
#   valgrind.sh --one PROGRAM LOG   one of them
set -eu
if [ "$1" = --one ]; then
    CK_FORK=no CK_VERBOSITY=silent DSCORE_TEST_SMALL=1 valgrind -q --error-exitcode=9 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect,possible "$2" > "$3" 2>&1 && exit 0
    cat "$3"
    echo "valgrind: $2"
    exit 255 # no further programs
fi
build=$1
jobs=$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)
list=$build/valgrind.list
for program in "$build"/tests/*_test_*; do
    [ -x "$program" ] && [ -f "$program" ] && echo "$program"
done | sort -r > "$list" # the longest are among the last
[ -s "$list" ] || { echo "no test program in $build/tests"; exit 1; }
mkdir -p "$build/valgrind"
sed 's,.*/\(.*\),& '"$build"'/valgrind/\1.log,' "$list" | xargs -n 2 -P "$jobs" sh "$0" --one || exit 1
echo "valgrind: $(wc -l < "$list") programs clean"
