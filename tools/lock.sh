#!/bin/sh
# Pins every package for Linux, macOS and Windows and Python 3.11 to 3.13, with hashes. The file
# names no host. Versions already pinned stay; `make lock UPGRADE=--upgrade` takes the newest.
# Run it with tools/env.sh.
set -eu
cd "$(dirname "$0")/.."
set -- --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet
# shellcheck disable=SC2086  # UPGRADE is one option or nothing
uv pip compile "$@" ${UPGRADE:-} --universal --python-version 3.11 --fork-strategy fewest \
    --extra dev pyproject.toml -o requirements.txt
# shellcheck disable=SC2086
printf 'uv\n' | uv pip compile "$@" ${UPGRADE:-} --universal --python-version 3.11 - -o bootstrap.txt
echo "requirements.txt and bootstrap.txt are written; bring environment.yml in line with them."
