"""The page of requirements: every demand stands there once, and what it names exists."""
import os
import re
import sys

SOURCE = os.environ["DESKSCORE_SOURCE"]
COUNTS = {"S0": 37, "S1": 24, "S2": 20, "S3": 45, "S4": 21}


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as handle:
        return handle.read()


def rows(text):
    for line in text.split("\n"):
        match = re.match(r"\| (S\d-\d+) \|(.*)\|(.*)\|(.*)\|$", line)
        if match:
            yield [cell.strip() for cell in match.groups()]


def main():
    headers = "".join(read("include", "deskscore", name)
                      for name in sorted(os.listdir(os.path.join(SOURCE, "include", "deskscore"))))
    functions = set(re.findall(r"\b(dscore_\w+)\(", headers))
    indicators = {name[:-3] for name in os.listdir(os.path.join(SOURCE, "docs", "indicators")) if name.endswith(".md")}
    faults, seen = [], []
    for number, asked, served, shown in rows(read("docs", "requirements.md")):
        seen.append(number)
        if not asked or not served:
            faults.append(f"{number}: an empty cell")
        for name in re.findall(r"`([^`]+)`", served + " " + shown):
            if name in ("agent", "team"):
                continue
            if "/" in name:
                fine = os.path.exists(os.path.join(SOURCE, name))
            else:
                fine = name in (functions if name.startswith("dscore_") else indicators)
            if not fine:
                faults.append(f"{number}: {name} does not exist")
        if bool(shown) == served.startswith(("process", "note", "not yet")):
            faults.append(f"{number}: a test, or 'process', 'note' or 'not yet', and not both")
    expected = [f"{group}-{i}" for group, count in COUNTS.items() for i in range(1, count + 1)]
    if seen != expected:
        faults.append(f"ids missing or out of order: {sorted(set(expected) ^ set(seen))}")
    for fault in faults:
        print(fault)
    print(f"{len(seen)} requirements, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
