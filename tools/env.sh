#!/bin/sh
# Makes the environment in .venv when it is missing or out of date, and runs commands in it.
#
#   tools/env.sh                 make the environment
#   tools/env.sh COMMAND ...     run a command of the environment, with the project's own settings
#
# PYTHON=... chooses the interpreter (3.11 to 3.13). Only that, with its venv module, is needed.
set -eu
cd "$(dirname "$0")/.."
venv=$PWD/.venv

say() { printf '%s\n' "$*" >&2; }

# What is installed depends on the pins and on where the environment lies, the package's own entry
# in it on pyproject.toml: two stamps, so that an edit there costs a second and no new environment.
pins() { { printf '%s\n' "$PWD"; cat bootstrap.txt requirements.txt; } | cksum | tr -d ' '; }
entry() { cksum < pyproject.toml | tr -d ' '; }

interpreter() {
    for python in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
                printf '%s\n' "$python"
                return
            fi
            say "$python has no venv module that works: on Debian and Ubuntu, apt-get install python3-venv."
            exit 1
        fi
    done
    say "Python 3.11, 3.12 or 3.13 is needed, and none was found (${PYTHON:-python3.11, python3.12, python3.13, python3})."
    say "Install one, or name it: make setup PYTHON=/path/to/python3.12"
    exit 1
}

make_environment() {
    python=$(interpreter)
    say "Making the environment in .venv (once; some 200 MB are fetched if nothing is cached) ..."
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.txt
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" \
        --require-hashes --compile-bytecode -r requirements.txt
    : > "$venv/.pins-$(pins)"
    say "The environment is ready."
}

add_package() {
    rm -f "$venv"/.entry-*
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" \
        --offline --no-deps --no-build-isolation -e .
    : > "$venv/.entry-$(entry)"
}

# Nobody's own settings change a result, and none of theirs are changed.
own_settings() {
    state=$PWD/.state
    mkdir -p "$state"
    export JUPYTER_CONFIG_DIR="$state/jupyter/config" JUPYTER_DATA_DIR="$state/jupyter/data"
    export JUPYTER_RUNTIME_DIR="$state/jupyter/runtime" JUPYTER_PREFER_ENV_PATH=1
    export JUPYTERLAB_SETTINGS_DIR="$state/lab/settings" JUPYTERLAB_WORKSPACES_DIR="$state/lab/workspaces"
    export IPYTHONDIR="$state/ipython" MPLCONFIGDIR="$state/matplotlib"
    export PYTHONHASHSEED=0 PYTHONNOUSERSITE=1 NLTK_DATA="$state/no-nltk-data"
    export VIRTUAL_ENV="$venv" PATH="$venv/bin:$PATH"
    unset MPLBACKEND PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS JUPYTER_PATH JUPYTER_CONFIG_PATH
}

ready() { [ -x "$venv/bin/python" ] && [ -e "$venv/.pins-$(pins)" ] && [ -e "$venv/.entry-$(entry)" ]; }

# Two targets started at once wait for each other instead of building in the same folder. A lock that
# a killed run left behind holds the number of a process that is gone, and is taken over.
lock=$PWD/.venv-lock
take_lock() {
    while ! (set -C; echo $$ > "$lock") 2>/dev/null; do
        holder=$(cat "$lock" 2>/dev/null || true)
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -f "$lock"; else sleep 1; fi
    done
    trap 'rm -f "$lock"' EXIT
    trap 'exit 130' INT TERM
}

if ! ready; then
    take_lock
    if [ ! -x "$venv/bin/python" ] || [ ! -e "$venv/.pins-$(pins)" ]; then make_environment; fi
    if [ ! -e "$venv/.entry-$(entry)" ]; then add_package; fi
    rm -f "$lock"
    trap - EXIT INT TERM
fi
if [ $# -gt 0 ]; then
    own_settings
    exec "$@"
fi
