#!/bin/sh
# JupyterLab for the notebooks, without news, update checks or the extension store.
# Run it with tools/env.sh. Options for JupyterLab may follow the notebook's path.
set -eu
cd "$(dirname "$0")/.."
settings=$JUPYTERLAB_SETTINGS_DIR/@jupyterlab/apputils-extension
if [ ! -e "$settings/notification.jupyterlab-settings" ]; then
    mkdir -p "$settings"
    printf '%s\n' '{"fetchNews": "false", "checkForUpdates": false}' \
        > "$settings/notification.jupyterlab-settings"
fi
if [ "$(id -u)" = 0 ]; then set -- "$@" --allow-root; fi
exec jupyter lab --LabApp.news_url= --LabApp.extension_manager=readonly \
    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate "$@"
