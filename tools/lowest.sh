#!/bin/sh
# Runs the tests with the lowest versions that pyproject.toml allows, in an environment of its own.
#
# Left out: the browser tests, and what compares with stored outputs of the pinned versions (nbval; the
# environment's own files). LOWEST_TESTS names other tests. Run it with tools/env.sh.
set -eu
cd "$(dirname "$0")/.."
place=$PWD/.state/lowest
mkdir -p "$place"
uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --resolution lowest-direct \
    --python-version 3.11 --extra dev pyproject.toml -o "$place/requirements.txt"
stamp=$(cksum < "$place/requirements.txt" | tr -d ' ')
if [ ! -e "$place/.made-$stamp" ]; then
    rm -rf "$place/venv" "$place"/.made-*
    uv venv --quiet --python "${LOWEST_PYTHON:-3.11}" "$place/venv"
    uv pip install --quiet --python "$place/venv/bin/python" -r "$place/requirements.txt"
    : > "$place/.made-$stamp"
fi
export VIRTUAL_ENV="$place/venv" PATH="$place/venv/bin:$PATH" PYTHONPATH="$PWD/lib"
export PARLEY_CACHE="$place/cache"
# shellcheck disable=SC2086  # LOWEST_TESTS is a list of files
exec python -m pytest -q -n "${TEST_WORKERS:-2}" --dist loadfile ${LOWEST_TESTS:-tests \
    --ignore=tests/browser --ignore=tests/test_environment.py --ignore=tests/test_supply.py}
