"""The reference pages of the indicators say what the catalogue says: every indicator has its page, no page is left over."""
import json
import os
import subprocess
import sys

SOURCE = os.environ["DESKSCORE_SOURCE"]
FOLDER = os.path.join(SOURCE, "docs", "indicators")


def main():
    catalogue = subprocess.run([os.environ["DESKSCORE_COMMAND"], "catalog", "--format", "json"], check=True,
                               capture_output=True).stdout
    done = subprocess.run([sys.executable, os.path.join(FOLDER, "generate.py"), "--check"], input=catalogue,
                          capture_output=True, check=False)
    print(done.stdout.decode(), done.stderr.decode())
    if done.returncode != 0:
        print("write them again: deskscore catalog --format json | python3 docs/indicators/generate.py")
        return 1
    faults = []
    for one in json.loads(catalogue)["indicators"]:
        with open(os.path.join(FOLDER, one["id"] + ".md"), encoding="utf-8") as handle:
            text = handle.read()
        for what in (one["name"]["en"], one["name"]["zh"], one["formula"], one["computed"]["hash"], one["reference"],
                     *one["computed"]["fields"]):
            if what not in text:
                faults.append(f"{one['id']}: {what} is not on its page")
        if "| Missing" not in text or "| Better" not in text:
            faults.append(f"{one['id']}: its page does not say what is missing, or what is better")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
