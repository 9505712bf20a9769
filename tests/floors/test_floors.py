"""Floors: a room of lib/ includes only rooms of lower floors, and files stay small."""
import os
import re
import sys

FLOORS = {"base": 0, "stat": 1, "data": 2, "time": 2, "weight": 2, "formula": 3, "lifecycle": 3, "measure": 4,
          "score": 5, "decision": 6, "target": 6, "analysis": 6, "document": 7}
# Public headers that are not named after their room.
HEADERS = {"catalog": "measure", "pack": "measure", "roster": "measure", "state": "measure", "values": "measure",
           "weighting": "weight", "scheme": "score", "whatif": "score", "policy": "decision", "forecast": "target", "mbo": "target", "smart": "target",
           "standings": "target", "findings": "document", "profile": "document"}
SOURCE = os.environ.get("DESKSCORE_SOURCE", ".")


def room_of(include):
    """The room an #include names, or None for a system header."""
    match = re.match(r"(?:deskscore/)?(\w+?)(?:/|\.h)", include)
    name = HEADERS.get(match.group(1), match.group(1)) if match else None
    return name if name in FLOORS else None


def main():
    faults, seen = [], 0
    for folder, _, names in os.walk(os.path.join(SOURCE, "lib")):
        for name in names:
            if not name.endswith((".c", ".h")):
                continue
            path = os.path.join(folder, name)
            room = os.path.relpath(path, os.path.join(SOURCE, "lib")).split(os.sep)[0]
            if room not in FLOORS:
                continue
            seen += 1
            with open(path, encoding="utf-8") as handle:
                lines = handle.read().split("\n")
            for number, line in enumerate(lines, 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                other = room_of(match.group(1)) if match else None
                if other and other != room and FLOORS[other] >= FLOORS[room]:
                    faults.append(f"{path}:{number}: {room} (floor {FLOORS[room]}) includes {other} "
                                  f"(floor {FLOORS[other]})")
                if match and "jansson" in match.group(1) and room != "document":
                    faults.append(f"{path}:{number}: only the document floor uses the JSON library")
    if seen == 0:
        faults.append("no source file was found")
    for fault in faults:
        print(fault)
    print(f"{seen} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
