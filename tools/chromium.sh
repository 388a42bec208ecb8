#!/bin/sh
# Prints the path of a Chromium for the browser tests; installs one where there is none.
#
# Taken in this order: $PARLEY_CHROMIUM; a Chromium or Chrome of the system; Playwright's own, if it is there
# already. Then it is installed: from Debian's packages for root, else by `playwright install chromium`.
# Run it with tools/env.sh.
set -eu

playwrights() {
    python - <<'PYTHON'
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as play:
    path = play.chromium.executable_path
print(path if Path(path).exists() else "")
PYTHON
}

find_one() {
    for name in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if command -v "$name" 2>/dev/null; then return; fi
    done
    playwrights
}

install_one() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium fonts-dejavu-core fonts-liberation
    else
        python -m playwright install chromium
    fi >&2
}

path=${PARLEY_CHROMIUM:-$(find_one)}
if [ -z "$path" ]; then
    echo "No Chromium for the browser tests: installing one ..." >&2
    install_one
    path=$(find_one)
fi
if [ -z "$path" ] || ! [ -x "$path" ]; then
    echo "No Chromium: install one, or name it: PARLEY_CHROMIUM=/path/to/chromium make test" >&2
    exit 1
fi
printf '%s\n' "$path"
