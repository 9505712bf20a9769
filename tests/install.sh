# Sourced by tests/run.sh and examples/demo.sh: install Debian packages and Python modules that are missing, and say so.

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# need_packages NAME...: Debian packages
need_packages() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "installing:$missing"
    as_root apt-get update -qq > /dev/null || echo "the package lists could not be refreshed; going on with those at hand"
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
}

# need_python NAME...: Python modules, in an environment of the project's own that is put first in PATH
need_python() {
    mkdir -p build
    [ -x build/python/bin/python3 ] || python3 -m venv build/python
    PATH=$(pwd)/build/python/bin:$PATH
    export PATH
    missing=
    for module in "$@"; do
        python3 -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('$module') is None)" ||
            missing="$missing $module"
    done
    [ -n "$missing" ] || return 0
    echo "installing in build/python:$missing"
    # shellcheck disable=SC2086
    python3 -m pip install -q --disable-pip-version-check $missing
}
