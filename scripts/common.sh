# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the scripts share. Sourced; changes to the source folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jobs=$(nproc 2>/dev/null || echo 2)

build() { # build PRESET [TARGET]: configures and builds, quietly unless it fails
  local log
  log=$(mktemp)
  if ! { cmake --preset "$1" && cmake --build --preset "$1" -j "$jobs" ${2:+--target "$2"}; } >"$log" 2>&1; then
    grep -nE 'error|Error|undefined reference|warning' "$log" | head -n 40 >&2 || tail -n 40 "$log" >&2
    echo "$1: the build failed" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
