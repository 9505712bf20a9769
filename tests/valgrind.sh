#!/bin/sh
# valgrind.sh BUILD: every C test program under memcheck, each process as one (CK_FORK=no); any error or leak fails.
set -eu
build=$1
count=0
for program in "$build"/tests/*_test_*; do
    [ -x "$program" ] && [ -f "$program" ] || continue
    count=$((count + 1))
    if ! CK_FORK=no CK_VERBOSITY=silent DSCORE_TEST_SMALL=1 valgrind -q --error-exitcode=9 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect,possible "$program" > "$build/valgrind.log" 2>&1; then
        cat "$build/valgrind.log"
        echo "valgrind: $program"
        exit 1
    fi
done
[ "$count" -gt 0 ] || { echo "no test program in $build/tests"; exit 1; }
echo "valgrind: $count programs clean"
