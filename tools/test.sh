#!/bin/sh
# All checks: style and types, then the tests together with the notebooks, whose stored outputs are
# compared with fresh ones. Runs everything, then says what failed. Run it with tools/env.sh.
set -u
cd "$(dirname "$0")/.."
summary="" status=0

check() {
    name=$1 begin=$(date +%s)
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then word=passed; else word=FAILED status=1; fi
    summary="$summary$(printf '%-12s %s  %4d s' "$name" "$word" $(($(date +%s) - begin)))
"
}

lint() { sh tools/lint.sh; }

# Coding keeps its results by content. The tests share them, in a folder that is empty at the beginning: what
# is compared with reviewed tables and stored outputs has been computed in this run, by spaCy and the model too.
coding() {
    rm -rf "$PARLEY_CACHE"
    parley code seeds --out "$PARLEY_CACHE/out" --quiet
}

# What takes longest comes first, so that no process is left alone with it at the end.
tests() {
    set -- tests/browser
    for file in notebooks/*.ipynb tests/test_parameters.py tests/test_site.py; do
        if [ -e "$file" ]; then set -- "$@" "$file"; fi
    done
    # shellcheck disable=SC2086  # PYTEST_ARGS is a list of options
    python -m pytest -q -n "${TEST_WORKERS:-2}" --dist loadfile --no-loadscope-reorder --nbval --nbval-current-env \
        --nbval-sanitize-with tests/nbval_sanitize.cfg --nbval-cell-timeout 600 \
        ${PYTEST_ARGS:-} "$@" tests
}

if PARLEY_CHROMIUM=$(sh tools/chromium.sh); then export PARLEY_CHROMIUM; else exit 1; fi
export PARLEY_CACHE="$PWD/.state/test-cache"
check lint lint
check coding coding
check tests tests
# In continuous integration also: does the guard of the findings catch planted changes?
if [ -n "${CI:-}" ]; then check planted python tests/plant_changes.py; fi
printf '\n== summary\n%s' "$summary"
exit $status
