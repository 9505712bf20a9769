#!/bin/sh
# The main job on data that ships with the project: tickets in, explained scorecards out. Installs what is missing on a
# Debian machine and says so.
set -eu
cd "$(dirname "$0")/.."
. tests/install.sh
need_packages gcc libc6-dev make cmake pkg-config libjansson-dev libcsv-dev

build=build/demo
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DDESKSCORE_BUILD_TESTS=OFF > /dev/null
cmake --build "$build" -j "$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)" > "$build/build.log" 2>&1 || {
    cat "$build/build.log"
    exit 1
}
data=$build/data
mkdir -p "$data"
"$build/examples/deskscore_generate" "$data"
deskscore=$build/examples/deskscore/deskscore

run() {
    printf '\n$ deskscore %s\n' "$*"
    "$deskscore" "$@"
}

run measure "$data/tickets.csv" --by agent --indicators tickets,first_response_time,csat_satisfied
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" --source "agents=$data/agents.csv" \
    --card examples/cards/toolkit-table-1.json
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" \
    --card examples/cards/toolkit-table-1.json --explain "Bao Chen"
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" \
    --card examples/cards/toolkit-table-1.json --explain "Bao Chen" --lang zh
run rows "$data/tickets.csv" --indicator first_response_time --by agent --subject "Bao Chen" --class invalid
run check examples/cards/toolkit-table-1.json
