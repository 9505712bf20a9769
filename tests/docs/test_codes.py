#!/usr/bin/env python3
"""The statuses and codes of the headers: described, numbered once, and told by docs/errors.md as the headers tell them.

Run it with --tables to print the tables that docs/errors.md has to hold."""
import os
import re
import sys

SOURCE = os.environ.get("DESKSCORE_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
INCLUDE = os.path.join(SOURCE, "include", "deskscore")

# Number ranges of the codes by room, as the comment of the enum says.
SECTIONS = (("General", 0, 199), ("Data", 200, 299), ("Formulas", 300, 399), ("Measuring", 400, 499),
            ("Weights, rules and scores", 500, 599), ("Documents", 600, 699),
            ("Time", 700, 799), ("Life cycles and repeats", 800, 899),
            ("Statistics", 900, 929), ("Targets", 930, 949))


def number_of(entry):
    """The number of an enumerator; -1 if its text has none."""
    return int(entry[1]) if entry[1].isdigit() else -1


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def enumerators(text):
    """Name, number as written, description of every enumerator of a header."""
    found = []
    token = re.compile(r"/\*\*<(.*?)\*/|/\*.*?\*/|(DSCORE_\w+)\s*(?:=\s*([^\s,/}]+))?", re.S)
    for body in re.findall(r"\benum\s*\w*\s*\{(.*?)\}\s*;", text, re.S):
        for match in token.finditer(body):
            behind, name, number = match.groups()
            if name:
                found.append([name, number or "", ""])
            elif behind and found:
                found[-1][2] = re.sub(r"\s*\n\s*\*?\s*", " ", behind).strip()
    return found


def statuses():
    return [e for e in enumerators(read(INCLUDE, "base.h")) if re.match(r"DSCORE_(OK|E_\w+)$", e[0])]


def codes():
    return [e for e in enumerators(read(INCLUDE, "codes.h")) if e[0].startswith("DSCORE_CODE_")]


def row(entry):
    name, number, description = entry
    return "| %s | `%s` | %s |" % (number, name, description)


def rows(entries):
    return [row(e) for e in entries]


def tables():
    """Heading and rows of each table."""
    found = [("Statuses", rows(statuses()))]
    for title, low, high in SECTIONS:
        found.append((title, rows(e for e in codes() if low <= number_of(e) <= high)))
    return found


def check_headers(complain):
    """Every enumerator has its number in the text and a description; codes are apart, ascending and in their range."""
    versions = ("DSCORE_VERSION_", "DSCORE_ABI_", "DSCORE_DOCUMENT_VERSION")  # told by the comment of their enum
    for header in sorted(os.listdir(INCLUDE)):
        for name, number, description in enumerators(read(INCLUDE, header)):
            if not number.isdigit():
                complain("%s: %s has no number of its own in the text, but '%s'" % (header, name, number))
            if not description and not name.startswith(versions):
                complain("%s: %s is not described" % (header, name))
    for what, entries in (("status", statuses()), ("code", codes())):
        numbers = [number_of(e) for e in entries]
        names = [e[0] for e in entries]
        if not entries:
            complain("no %s was found: the headers cannot be read" % what)
        if numbers != sorted(set(numbers)):
            complain("the numbers of each %s stand once and ascend; they do not: %s" % (what, numbers))
        if len(names) != len(set(names)):
            complain("a %s stands twice" % what)
    for entry in codes():
        if not any(low <= number_of(entry) <= high for _, low, high in SECTIONS):
            complain("codes.h: %s = %s lies in no range" % (entry[0], entry[1]))


def check_page(page, complain):
    """Each table stands under its heading with the rows of the headers, in their order, and no others."""
    told = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif re.match(r"\|\s*\d", line):
            told.setdefault(heading, []).append(line.strip())
    for title, expected in tables():
        own = told.pop(title, [])
        for line in expected:
            if line not in own:
                complain("docs/errors.md, '%s' lacks: %s" % (title, line))
        for line in own:
            if line not in expected:
                complain("docs/errors.md, '%s' has a row that the headers do not: %s" % (title, line))
        if sorted(own) == sorted(expected) and own != expected:
            complain("docs/errors.md, '%s' has its rows in another order than the headers" % title)
    for title in told:
        complain("docs/errors.md has a table under '%s', which is no section" % title)


def refuses(page, what, complain):
    """The check must be able to fail: a page that was spoiled is refused."""
    found = []
    check_page(page, found.append)
    if not found:
        complain("a page with %s was not refused" % what)


def main():
    if sys.argv[1:] == ["--tables"]:
        for title, lines in tables():
            print("\n## %s\n\n| number | name | meaning |\n| --- | --- | --- |" % title)
            print("\n".join(lines))
        return 0
    complaints = []
    check_headers(complaints.append)
    page = read(SOURCE, "docs", "errors.md")
    check_page(page, complaints.append)
    line = row(codes()[3])
    refuses(page.replace(line, ""), "a row missing", complaints.append)
    refuses(page.replace(line, line.replace("| 10", "| 19")), "another number", complaints.append)
    refuses(page.replace(line, line[:-2] + "and more |"), "another meaning", complaints.append)
    refuses(page.replace(line, line + "\n| 999 | `DSCORE_CODE_OTHER` | no such code |"), "a row too many", complaints.append)
    for complaint in complaints:
        print(complaint)
    print("%d statuses, %d codes: %s" % (len(statuses()), len(codes()), "differ" if complaints else "agree"))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
