"""Running the deskscore command in tests: files in a folder of their own, results as CSV rows."""
import csv
import io
import os
import subprocess
import sys
import tempfile

COMMAND = os.environ["DESKSCORE_COMMAND"]
SOURCE = os.environ.get("DESKSCORE_SOURCE", ".")
DATA = os.environ.get("DESKSCORE_DATA", os.path.join(SOURCE, "..", "shared", "data"))


class Run:
    """What a run of the command left behind."""

    def __init__(self, words, stdin=None, folder=None):
        done = subprocess.run([COMMAND, *map(str, words)], input=stdin, capture_output=True, cwd=folder, check=False)
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")

    def rows(self):
        """Rows of CSV output as dictionaries."""
        return list(csv.DictReader(io.StringIO(self.out)))


def run(*words, stdin=None, folder=None):
    """Run the command; bytes or text may be its standard input."""
    return Run(words, stdin.encode("utf-8") if isinstance(stdin, str) else stdin, folder)


def measure(*words, stdin=None):
    """Rows of `measure --format csv`, which must succeed; by (subject, indicator) where there is a subject."""
    done = run("measure", *words, "--format", "csv", stdin=stdin)
    if done.status != 0:
        raise AssertionError(f"measure {' '.join(map(str, words))}: exit {done.status}: {done.err}")
    result = {}
    for row in done.rows():
        key = (row["subject"], row["indicator"]) if "subject" in row else row["indicator"]
        result[key] = row
    return result


class Folder:
    """A folder that goes when the test ends."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()
        self.path = self.holder.name

    def write(self, name, content):
        """Write a file; the path of it."""
        path = os.path.join(self.path, name)
        with open(path, "wb") as handle:
            handle.write(content.encode("utf-8") if isinstance(content, str) else content)
        return path


def data_file(name):
    """Path of a file of published data, or None after saying that its tests are skipped."""
    path = os.path.join(DATA, name)
    if os.path.exists(path):
        return path
    print(f"skipped: {name} is not in {DATA} (set DESKSCORE_DATA)")
    return None


def main(tests):
    """Run functions in order; the exit status: 77 if all were skipped (returned "skipped")."""
    failed = skipped = 0
    for test in tests:
        try:
            outcome = test()
        except AssertionError as fault:
            failed += 1
            print(f"FAILED {test.__name__}: {fault}")
        else:
            skipped += outcome == "skipped"
            print(f"{'skipped' if outcome == 'skipped' else 'passed'} {test.__name__}")
    print(f"{len(tests) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    if failed:
        return 1
    return 77 if skipped == len(tests) else 0


def tests_of(module):
    """The functions of a module whose names begin with a_, an_, the_ and the like: all public functions it defines."""
    names = vars(sys.modules[module])
    return [value for name, value in names.items()
            if callable(value) and getattr(value, "__module__", "") == module and not name.startswith("_")]
