#!/bin/sh
# Style of code and notebooks, and types. Runs all three, fails if one does.
cd "$(dirname "$0")/.." || exit 1
status=0
ruff check . || status=1
ruff format --check . || status=1
mypy || status=1
exit $status
