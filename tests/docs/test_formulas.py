"""The page on the formula language names every function and aggregate that the library has, as it is written."""
import os
import re
import sys

SOURCE = os.environ["DESKSCORE_SOURCE"]


def main():
    with open(os.path.join(SOURCE, "lib", "formula", "functions.c"), encoding="utf-8") as handle:
        table = handle.read()
    with open(os.path.join(SOURCE, "docs", "formulas.md"), encoding="utf-8") as handle:
        page = handle.read()
    functions = re.findall(r'\{"(\w+)", DSI_(?:FN|AGG)_', table)
    usages = re.findall(r'"(\w+\([^"]*\)[^"]*)"\}', table)
    faults = [f"{name} is not on the page" for name in functions if f"`{name}(" not in page]
    for usage in usages:
        for form in re.split(r", (?=\w+\()| or ", usage):
            if form.split("(")[0] in functions and f"`{form.strip()}`" not in page:
                faults.append(f"{form} is not written like this on the page")
    told = set(re.findall(r"`(\w+)\(", page)) - set(functions)
    faults += [f"{name} is on the page and not in the library" for name in sorted(told)]
    print("\n".join(faults) or f"{len(functions)} functions, {len(usages)} usages")
    return 1 if faults or len(functions) < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
