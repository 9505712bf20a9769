"""What the README and the getting-started guide show is what the programs print and the bindings accept."""
import os
import re
import subprocess
import sys

SOURCE, BUILD = os.environ["DESKSCORE_SOURCE"], os.environ["DESKSCORE_BUILD"]


def read(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as handle:
        return handle.read()


def shown_after(text, words):
    """The indented block that follows a line holding the words."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if words in line) + 1
    block = []
    for line in lines[start:]:
        if line.strip() and not line.startswith("    "):
            break
        block.append(line[4:])
    return "\n".join(block).strip("\n")


def main():
    faults = 0
    printed = subprocess.run([os.path.join(BUILD, "examples/example_scorecard")], check=True, capture_output=True,
                             text=True).stdout.strip("\n")
    shown = shown_after(read("README.md"), "It prints")
    if printed != shown:
        print(f"README.md shows\n{shown}\nexamples/scorecard.c prints\n{printed}")
        faults += 1

    code = shown_after(read("docs/getting-started.md"), "are thin: the catalogue drives them.")
    sys.path.insert(0, os.path.join(SOURCE, "bindings/python"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": os.path.join(SOURCE, "bindings/python")})
    if done.stdout != "4.5\n":
        print(f"docs/getting-started.md: the Python example prints {done.stdout!r} {done.stderr}")
        faults += 1

    for name in ("README.md", "docs/getting-started.md", "docs/CONTRIBUTING.md", "docs/formats.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(name)):
            if not os.path.exists(os.path.join(SOURCE, os.path.dirname(name), target)):
                print(f"{name} links to {target}, which is not there")
                faults += 1

    for path, _, names in os.walk(os.path.join(SOURCE, "examples")):
        for each in (n for n in names if n.endswith(".c") and path.endswith("examples") and n != "generate.c"):
            length = len(read(os.path.join("examples", each)).split("\n")) - 1
            if not 40 <= length <= 80:
                print(f"examples/{each} has {length} lines; the small programs have 40 to 80")
                faults += 1
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
