#!/bin/sh
# The way in on Linux and macOS: gets Rust and PowerShell where they are missing, then runs build.ps1, which gets .NET.
# What is not on PATH comes from the mirror, a folder of archives with SHA256SUMS that ECRLOGIN_MIRROR names (where it is
# not set, ../shared/dotnet, if that is there), else from its publisher.
#
#   ./build.sh [build|demo|test|windows|lint|package|try|docs|bench|deep] [options of build.ps1]
#
# Without PowerShell or .NET the Rust half is built, shown and tested; ECRLOGIN_REQUIRE_PWSH=1 makes that a failure.
set -eu
cd "$(dirname "$0")"
task=${1:-build}
[ $# -eq 0 ] || shift

. build/fetch.sh

find_mirror
get_cargo
if get_pwsh; then
    status=0
    "$pwsh" -NoLogo -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@" || status=$?
    # 3: there is no .NET SDK, as build.ps1 has said.
    [ "$status" -eq 3 ] || exit "$status"
    missing='.NET SDK'
else
    missing=PowerShell
fi

. build/without-pwsh.sh
run_without_pwsh "$task"
