"""The library itself: found, opened, and called so that a failure is an Error."""
import ctypes.util
import os
import re
import sys

import cffi

ABI_GENERATION = 0


def _header():
    here = os.path.dirname(os.path.abspath(__file__))
    for path in (os.environ.get("DESKSCORE_FFI_HEADER", ""), os.path.join(here, "deskscore_ffi.h"),
                 os.path.join(sys.prefix, "share/deskscore/deskscore_ffi.h"), "/usr/local/share/deskscore/deskscore_ffi.h",
                 "/usr/share/deskscore/deskscore_ffi.h"):
        if os.path.exists(path):
            with open(path, encoding="utf-8") as handle:
                return handle.read()
    raise ImportError("deskscore_ffi.h is not found; set DESKSCORE_FFI_HEADER")


ffi = cffi.FFI()
_HEADER = _header()
ffi.cdef(_HEADER)
lib = ffi.dlopen(os.environ.get("DESKSCORE_LIBRARY") or ctypes.util.find_library("deskscore") or "libdeskscore.so.0")
if lib.dscore_abi_generation() != ABI_GENERATION:
    raise ImportError(f"libdeskscore has ABI generation {lib.dscore_abi_generation()}, this binding needs {ABI_GENERATION}")

def _text(pointer):
    return ffi.string(pointer).decode("utf-8")


class Error(Exception):
    """A failure of the library: status and code as in C, path, row, line and column of the place."""

    def __init__(self, error):
        self.status, self.code = error.status, error.code
        self.line, self.column, self.row = error.line, error.column, error.row
        self.path, self.message = _text(error.path), _text(error.message)
        self.name = _text(lib.dscore_status_name(error.status))
        super().__init__(f"{self.name}: {self.path + ': ' if self.path else ''}{self.message}")


def _initial(text):
    """A value of an _INIT macro, as the header's comments have it; None: as memory that is all 0."""
    text = re.sub(r"^INT64_C\((.*)\)$", r"\1", text)
    special = {"INT64_MAX": 2**63 - 1, "INT64_MIN": -2**63}
    if text[0] == '"':
        return ffi.new("char[]", text[1:-1].encode())
    if text[0] == "{" or text in special:
        return special.get(text)
    if text[0].isalpha():
        return getattr(lib, text)
    return float(text) if re.search("[.e]", text) else int(text)


def _initials(header):
    """Of each struct the members that its _INIT macro sets to something, the empty text included."""
    found = {}
    for name, values in re.findall(r"/\* init (\w+): (.*) \*/", header):
        members = ffi.typeof(name).fields[1:]
        initial = [(field, _initial(text)) for (field, _), text in zip(members, values.split(", "))]
        kinds = {field: member.type.kind for field, member in members}
        found[name] = [(field, value) for field, value in initial if kinds[field] != "array" and value not in (None, 0)]
    return found


_INITIALS = _initials(_HEADER)


def _struct(name):
    """A transparent struct as its _INIT macro makes it, its size filled in."""
    made = ffi.new(name + " *")
    made.struct_size = ffi.sizeof(name)
    for member, value in _INITIALS.get(name, ()):
        setattr(made, member, value)
    return made


def struct(name, **members):
    """A struct for the functions of `lib`, as its _INIT macro in C makes it: struct("dscore_peers", count=2, score=numbers).

    What a member points at must stay referenced by the caller, here as in C: keep `numbers` as long as the struct.
    """
    made = _struct(name)
    for member, value in members.items():
        setattr(made, member, value)
    return made


def _call(function, *arguments):
    """Call a function that takes an error last; raise Error on failure."""
    error = _struct("dscore_error")
    if function(*arguments, error) != lib.DSCORE_OK:
        raise Error(error)


def _make(function, free, *arguments):
    """Call a constructor (inputs, out, error); the handle frees itself."""
    out = ffi.new("void **")
    error = _struct("dscore_error")
    kind = ffi.typeof(function).args[-2]
    if function(*arguments, ffi.cast(kind, out), error) != lib.DSCORE_OK:
        raise Error(error)
    return ffi.gc(ffi.cast(kind.item, out[0]), free)


def _string(function, *arguments):
    """A text that the library writes into a buffer: asks for the size first."""
    needed, error = ffi.new("int64_t *"), _struct("dscore_error")
    status = function(*arguments, ffi.NULL, 0, needed, error)
    if status not in (lib.DSCORE_OK, lib.DSCORE_E_BUFFER):
        raise Error(error)
    buffer = ffi.new("char[]", needed[0])
    _call(function, *arguments, buffer, needed[0], needed)
    return _text(buffer)
