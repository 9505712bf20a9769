#!/bin/sh
# The main job on data that ships with the project: tickets in, explained scorecards out. Installs what is missing on a
# Debian machine and says so.
set -eu
cd "$(dirname "$0")/.."
. tests/install.sh
need_packages gcc libc6-dev make cmake pkg-config libjansson-dev libcsv-dev tzdata

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

# Show a command as it could be typed, then run it.
run() {
    printf '\n$ deskscore'
    for word; do
        case $word in
        *' '*) printf ' "%s"' "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$deskscore" "$@"
}

run measure "$data/tickets.csv" --by agent --indicators tickets,first_response_time,csat_satisfied
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" --source "agents=$data/agents.csv" \
    --card examples/cards/toolkit-table-1.json
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" \
    --card examples/cards/toolkit-table-1.json --explain "Bao Chen"
run score "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" \
    --card examples/cards/toolkit-table-1.json --explain "Bao Chen" --lang zh
run audit "$data/tickets.csv" --now 2026-10-02
run rows "$data/tickets.csv" --indicator first_response_time --by agent --subject "Bao Chen" --class invalid
run measure "$data/tickets.csv" --by team --indicators tickets,first_response_time --period week --zone Europe/Paris
run worktime --calendar examples/calendars/paris.json --from "2026-12-24 11:00" --add 4h
run worktime --calendar examples/calendars/mainland-2025.json --from 2025-09-30 --add 3d
run lifecycle "$data/events.csv" --zone Europe/Paris --calendar examples/calendars/paris.json --out "$data/lives"
run measure "$data/lives/tickets.csv" --source "responses=$data/lives/responses.csv" --by agent \
    --indicators tickets,first_response_time,business=first_response_time,reopen_rate --zone Europe/Paris \
    --calendar examples/calendars/paris.json --clock business=business
run check examples/cards/toolkit-table-1.json
run whatif examples/whatif/tickets.csv --card examples/whatif/card.json --by agent --from 2026-02-01 --subject Bo --reach next
run targets examples/targets/service-2026-h1.json examples/targets/tickets.csv --now 2026-05-01
run rank "$data/tickets.csv" --source "agent_periods=$data/agent_periods.csv" --by agent,team --now 2026-10-02 \
    --card examples/cards/toolkit-table-1.json --policy examples/decisions/toolkit-results.json --roster "$data/roster.csv"
run weights ahp examples/weights/importance.csv
