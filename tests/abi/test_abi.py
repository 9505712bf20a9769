"""What others link against, recorded: exported symbols, constants with their values, built-in indicators with their hashes.

Any difference fails and is printed. After a deliberate change: python3 tests/abi/test_abi.py --record
(with DESKSCORE_LIBRARY and DESKSCORE_FFI_HEADER set as ctest sets them), and say so in docs/CHANGELOG.md.
"""
import ctypes
import difflib
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.environ["DESKSCORE_LIBRARY"]
HEADER = os.environ["DESKSCORE_FFI_HEADER"]


def symbols():
    """The dynamic symbols the library defines."""
    out = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, capture_output=True, text=True).stdout
    names = (line.split()[-1].split("@")[0] for line in out.splitlines())
    return sorted(name for name in names if name != "DESKSCORE_0")


def constants():
    """Every enumerator of the public headers with its value; a value that is not written out is a fault."""
    with open(HEADER, encoding="utf-8") as handle:
        text = handle.read()
    lines = []
    for body in re.findall(r"enum\s*\{(.*?)\}", text, re.S):
        for entry in filter(None, (part.strip() for part in body.split(","))):
            match = re.fullmatch(r"(DSCORE_\w+)\s*=\s*(-?\d+)", entry)
            if not match:
                raise SystemExit(f"enumerator without an explicit value: {entry}")
            lines.append(f"{match.group(1)} {match.group(2)}")
    return sorted(lines)


def indicators():
    """Built-in indicator ids with their content hashes."""
    lib = ctypes.CDLL(LIBRARY)
    lib.dscore_catalog_at.restype = ctypes.c_void_p
    lib.dscore_catalog_at.argtypes = [ctypes.c_void_p, ctypes.c_int32]
    lib.dscore_catalog_count.argtypes = [ctypes.c_void_p]
    lib.dscore_indicator_text.restype = ctypes.c_char_p
    lib.dscore_indicator_text.argtypes = [ctypes.c_void_p, ctypes.c_int32]
    catalog = ctypes.c_void_p()
    if lib.dscore_catalog_builtin(None, ctypes.byref(catalog), None) != 0:
        raise SystemExit("the built-in catalogue cannot be made")
    lines = []
    for i in range(lib.dscore_catalog_count(catalog)):
        indicator = lib.dscore_catalog_at(catalog, i)
        lines.append(f"{lib.dscore_indicator_text(indicator, 1).decode()} "
                     f"{lib.dscore_indicator_text(indicator, 19).decode()}")
    return sorted(lines)


def main():
    faults = 0
    for name, now in (("symbols", symbols()), ("constants", constants()), ("indicators", indicators())):
        path = os.path.join(HERE, name + ".txt")
        if "--record" in sys.argv:
            with open(path, "w", encoding="utf-8") as handle:
                handle.write("\n".join(now) + "\n")
            continue
        with open(path, encoding="utf-8") as handle:
            recorded = handle.read().splitlines()
        difference = list(difflib.unified_diff(recorded, now, f"recorded {name}", f"built {name}", lineterm="", n=0))
        faults += bool(difference)
        print("\n".join(difference) if difference else f"{name}: {len(now)} as recorded")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
