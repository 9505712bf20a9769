"""The table of findings in the description of the formats against the table in the library."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
source = (ROOT / "lib" / "document" / "message.c").read_text(encoding="utf-8")
text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split("## Findings of a check")[1]
failed = 0


def check(name, holds, detail=""):
    global failed
    print(("ok       " if holds else "FAILED   ") + name + (f": {detail}" if detail and not holds else ""))
    failed += not holds


words = {"WARN": "warning", "NOTE": "info"}
said = {code: words[severity] for code, severity in re.findall(r'= \{"([A-Z0-9_]+)", (WARN|NOTE),', source)}
documented = {}
for codes, severity in re.findall(r"^\| ([A-Z0-9_, ]+) \| (info|warning) \| .* \|$", text, re.M):
    for code in codes.split(", "):
        check(f"{code} stands once in the table", code not in documented)
        documented[code] = severity
check("there are findings", len(said) > 40)
check("every finding is described", set(said) == set(documented), str(set(said) ^ set(documented)))
for code, severity in said.items():
    check(f"the severity of {code}", documented.get(code) == severity)
for code in ("GRADE_ORDER", "TIER_GAP", "TIER_OVERLAP"):
    check(f"{code} is described", code in text)
sys.exit(failed > 0)
