#!/bin/sh
# Serves a notebook with widgets as a page, its code left out; nothing is loaded from other hosts.
# Run it with tools/env.sh:  tools/app.sh NOTEBOOK [options of Voila]
set -eu
JUPYTER_PATH=$(cd "$(dirname "$0")/.." && pwd)/lib/parley/templates
export JUPYTER_PATH
exec voila "$@" --template=parley \
    --VoilaConfiguration.extension_denylist=@jupyter-notebook/lab-extension
