"""No surprises inside a host program: the library has no mutable data of its own and calls nothing that reads files, clocks,
locales or the environment, prints, or ends the process."""
import os
import re
import subprocess
import sys

LIBRARY = os.environ["DESKSCORE_LIBRARY"]
STATIC = os.path.join(os.environ["DESKSCORE_BUILD"], "libdeskscore.a")

# Memory and text, arithmetic, threads (the helper executor only), and the JSON library of the document floor.
ALLOWED = re.compile(
    r"malloc|realloc|free|mem(cpy|move|set|cmp|chr)|str(len|cmp|ncmp|chr|rchr|str|spn|cspn|pbrk)|v?snprintf|"
    r"(ceil|floor|trunc|rint|nearbyint|llrint|lrint|fma|fmod|fabs|frexp|ldexp|scalbn|modf|sqrt|pow|exp|log|fmin|fmax|nextafter|isnan|isinf)f?|"
    r"pthread_(create|join|mutex_(init|lock|unlock|destroy))|qsort|json\w*|"
    # what compilers put there themselves
    r"__stack_chk_fail|__\w+_chk|_ITM_\w+|__gmon_start__|__cxa_finalize|__isoc\w+")


def main():
    faults = []
    out = subprocess.run(["nm", "-D", "--undefined-only", LIBRARY], check=True, capture_output=True, text=True).stdout
    called = sorted({line.split()[-1].split("@")[0] for line in out.splitlines()})
    faults += [f"the library calls {name}" for name in called if not ALLOWED.fullmatch(name)]
    sections = subprocess.run(["size", "-A", STATIC], check=True, capture_output=True, text=True).stdout
    member, objects = "", 0
    for line in sections.splitlines():
        words = line.split()
        if line.endswith("):") or "(ex " in line:
            member, objects = words[0], objects + 1
        elif words and re.fullmatch(r"\.t?(data|bss)(\.(?!rel\.ro).*)?", words[0]) and int(words[1]) > 0:
            faults.append(f"{member} has {words[1]} bytes of mutable data in {words[0]}")
    if not called or not objects:
        faults.append("nothing was looked at")
    print("\n".join(faults + [f"{len(called)} functions called, {objects} objects, {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
