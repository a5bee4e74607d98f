#!/bin/sh
# The way in on Linux and macOS: gets Rust and PowerShell where they are missing, then runs build.ps1.
#
#   ./build.sh [build|demo|test|lint|package|try|docs|bench|deep] [options of build.ps1]
#
# ECRLOGIN_REQUIRE_PWSH=1 makes a run without PowerShell a failure.
set -eu
cd "$(dirname "$0")"
task=${1:-build}
[ $# -eq 0 ] || shift

. build/fetch.sh

get_cargo
if get_pwsh; then
    exec "$pwsh" -NoLogo -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@"
fi

. build/without-pwsh.sh
run_without_pwsh "$task"
