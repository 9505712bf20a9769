#!/bin/sh
# Builds the project for machines unlike most: i386 (32 bits, run as it is) and s390x (big-endian, run under qemu-user), and
# passes every C test there; compares the bits of what x86-64, i386 and s390x answer; and compiles lib/ for Windows, where
# long has 32 bits (without document: Debian has no jansson for it). On Debian 12 on x86-64; installs what is missing, for
# which dpkg learns of the two architectures, and says so.
#   sh tests/portability.sh                         all of it
#   sh tests/portability.sh i386|s390x|windows...   some of it
set -eu
cd "$(dirname "$0")/.."
. tests/install.sh
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "needs Debian on x86-64"; exit 1; }

root=$(pwd)/build/portability
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)}
[ $# -gt 0 ] || set -- i386 s390x windows
passed=

# run_on MACHINE PROGRAM [ARGUMENT...]
run_on() {
    machine=$1
    shift
    case $machine in
    s390x) qemu-s390x "$@" ;;
    *) "$@" ;;
    esac
}

# build MACHINE TESTS: in $root/MACHINE, with the tests (ON) or without (OFF)
build() {
    case $1 in
    x86-64) compiler=gcc flags= ;;
    # D18: the registers of the x87 would round a second time.
    i386) compiler=i686-linux-gnu-gcc flags='-msse2 -mfpmath=sse' ;;
    s390x) compiler=s390x-linux-gnu-gcc flags= ;;
    esac
    mkdir -p "$root"
    PKG_CONFIG_LIBDIR=/usr/lib/$("$compiler" -print-multiarch)/pkgconfig cmake -S . -B "$root/$1" -G Ninja \
        -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$1" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="$flags" \
        -DCMAKE_CROSSCOMPILING_EMULATOR="$([ "$1" = s390x ] && command -v qemu-s390x)" \
        -DDESKSCORE_WERROR=ON -DDESKSCORE_BUILD_TESTS="$2" > "$root/$1.log" 2>&1 &&
        cmake --build "$root/$1" -j "$jobs" > "$root/$1.log" 2>&1 || { tail -50 "$root/$1.log"; exit 1; }
    # shellcheck disable=SC2086
    "$compiler" $flags -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror \
        -ffp-contract=off -Iinclude tests/whole/print_bits.c "$root/$1/libdeskscore.a" -ljansson -lm -lpthread \
        -o "$root/$1/print_bits"
}

# answers MACHINE: what the library and the command say, in $root/MACHINE/answers
answers() {
    rm -rf "$root/$1/answers"
    mkdir -p "$root/$1/answers/data"
    (
        cd "$root/$1/answers"
        run_on "$1" ../print_bits > bits
        run_on "$1" ../examples/deskscore_generate data > generated
        command=../examples/deskscore/deskscore
        month="data/tickets.csv --source agent_periods=data/agent_periods.csv --source agents=data/agents.csv"
        now="--now 2026-01-01T00:00:00Z"
        cards=../../../../examples/cards
        # shellcheck disable=SC2086
        {
            run_on "$1" "$command" catalog --format json > catalog
            run_on "$1" "$command" measure data/tickets.csv --by agent --format csv $now \
                --indicators tickets,first_response_time,first_response_time_p90,csat_satisfied,resolution_time > measure
            for card in "$cards"/*.json; do
                run_on "$1" "$command" score $month --card "$card" --format json $now
            done > score
            run_on "$1" "$command" rows data/tickets.csv --indicator first_response_time --by agent --subject "Bao Chen" \
                --format csv $now > rows
        } 2> said
    )
}

# check_machine MACHINE: its tests, then its answers beside those of this machine
check_machine() {
    printf '\n== %s\n' "$1"
    build "$1" ON
    # Under the emulator everything takes ten times as long.
    CK_TIMEOUT_MULTIPLIER=10 DSCORE_TEST_SMALL=1 ctest --test-dir "$root/$1" -L '^c$' -j "$jobs" --output-on-failure \
        > "$root/$1.log" 2>&1 || { grep -vE '^ +Start|   Passed ' "$root/$1.log"; exit 1; }
    tests=$(grep -c '   Passed ' "$root/$1.log") || { cat "$root/$1.log"; echo "no test was run"; exit 1; }
    echo "$tests test programs passed"

    if [ ! -d "$root/x86-64/answers" ]; then
        build x86-64 OFF
        answers x86-64
    fi
    answers "$1"
    diff -r "$root/x86-64/answers" "$root/$1/answers" > "$root/$1.log" ||
        { head -20 "$root/$1.log"; echo "$1 answers otherwise than x86-64"; exit 1; }
    lines=$(cat "$root/$1/answers"/* 2> /dev/null | wc -l)
    echo "$lines lines of answers are those of x86-64"
    passed="$passed $1 ($tests test programs, $lines lines),"
}

check_windows() {
    printf '\n== windows: lib/ compiles, without document\n'
    mkdir -p "$root/windows"
    files=0
    for file in lib/*/*.c; do
        case $file in
        lib/document/*) continue ;;
        esac
        # Its isnan and isfinite warn of the float that they do not take.
        x86_64-w64-mingw32-gcc -std=c11 -O1 -DDSCORE_BUILDING -Wall -Wextra -Wpedantic -Wconversion -Wno-float-conversion \
            -Wshadow -Werror -ffp-contract=off -Iinclude -Ilib -c "$file" -o "$root/windows/object.o"
        files=$((files + 1))
    done
    echo "$files files compiled"
    passed="$passed windows ($files files compiled),"
}

rm -rf "$root/x86-64/answers"
for machine in "$@"; do
    case $machine in
    windows) need_packages gcc-mingw-w64-x86-64 ;;
    i386 | s390x)
        dpkg --print-foreign-architectures | grep -qx "$machine" || as_root dpkg --add-architecture "$machine"
        case $machine in
        i386) need_packages gcc-i686-linux-gnu libc6-dev-i386-cross ;;
        s390x) need_packages gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user ;;
        esac
        need_packages gcc cmake ninja-build pkg-config libjansson-dev libcsv-dev "libjansson-dev:$machine" \
            "libcsv-dev:$machine" "check:$machine" "libsubunit-dev:$machine"
        ;;
    *) echo "unknown machine $machine: expected i386, s390x, windows"; exit 2 ;;
    esac
done
for machine in "$@"; do
    case $machine in
    windows) check_windows ;;
    *) check_machine "$machine" ;;
    esac
done
printf '\nportability:%s all passed\n' "$passed"
