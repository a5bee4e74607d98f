# Finds cargo and PowerShell, or fetches them. Read by build.sh, at the root of the repository.

tools=$(pwd)/output/tools

say() { printf 'build.sh: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The version that tools.psd1 names.
pinned() { sed -n "s/^ *$1 *= *'\([^']*\)'.*/\1/p" tools.psd1; }

download() { # url file
    say "downloading $1"
    if has curl; then
        curl -fsSL --proto '=https' --connect-timeout 10 --speed-limit 1000 --speed-time 20 -o "$2" "$1"
    elif has wget; then
        wget -q --timeout=10 --tries=1 -O "$2" "$1"
    else
        say 'neither curl nor wget is here'
        return 1
    fi
}

sha256() {
    if has sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Compares a file with the sum in a list of sums. The name is matched as the end of a line, and the list may
# start with a byte order mark or be UTF-16: releases of PowerShell have come with either.
sum_matches() { # file list [name]
    expected=$(LC_ALL=C tr -cd '\12\40-\176' <"$2" | tr 'A-F' 'a-f' | grep -i "${3:-}\$" | head -n 1 | cut -c 1-64)
    if [ ${#expected} -ne 64 ] || [ "$(sha256 "$1")" != "$expected" ]; then
        say "the SHA-256 sum of $(basename "$1") is not the published one: not used"
        return 1
    fi
}

is_musl() { [ "$(uname -s)" = Linux ] && ldd --version 2>&1 | grep -qi musl; }

# --- Rust ---

# 1.94.1 -> 1094001, so that versions compare as numbers.
version_number() { echo "$1" | awk -F . '{ print $1 * 1000000 + $2 * 1000 + $3 }'; }

cargo_serves() {
    needed=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
    found=$(cargo --version 2>/dev/null | cut -d ' ' -f 2 | cut -d - -f 1)
    [ "$(version_number "${found:-0}")" -ge "$(version_number "$needed")" ]
}

rust_target() {
    case $(uname -m) in
        x86_64 | amd64) cpu=x86_64 ;;
        aarch64 | arm64) cpu=aarch64 ;;
        *) fail "no Rust for $(uname -m) is known here: install it from https://rustup.rs and run this again" ;;
    esac
    if [ "$(uname -s)" = Darwin ]; then
        echo "$cpu-apple-darwin"
    elif is_musl; then
        echo "$cpu-unknown-linux-musl"
    else
        echo "$cpu-unknown-linux-gnu"
    fi
}

get_cargo() {
    if cargo_serves; then return; fi
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    export PATH
    if cargo_serves; then return; fi

    say "Rust ${needed} or later is missing: installing it with rustup into ${CARGO_HOME:-$HOME/.cargo} and ${RUSTUP_HOME:-$HOME/.rustup}"
    mkdir -p "$tools"
    url=https://static.rust-lang.org/rustup/archive/$(pinned Rustup)/$(rust_target)/rustup-init
    if ! download "$url" "$tools/rustup-init" || ! download "$url.sha256" "$tools/rustup-init.sha256" ||
        ! sum_matches "$tools/rustup-init" "$tools/rustup-init.sha256"; then
        fail 'Rust could not be fetched: install it from https://rustup.rs and run this again'
    fi
    chmod +x "$tools/rustup-init"
    "$tools/rustup-init" -y --quiet --no-modify-path --profile minimal --default-toolchain stable \
        --component rustfmt --component clippy >&2
    rm "$tools/rustup-init" "$tools/rustup-init.sha256"
    cargo_serves || fail "cargo $needed or later is still not to be found"
}

# --- PowerShell ---

starts() { "$1" -NoLogo -NoProfile -NonInteractive -Command 'exit 0' >/dev/null 2>&1; }

# A PowerShell of our own on a system without ICU starts only in the invariant culture.
starts_somehow() {
    [ -x "$1" ] || return 1
    starts "$1" && return
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT
    starts "$1" && return
    unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT
    return 1
}

# Sets $pwsh.
get_pwsh() {
    if has pwsh; then
        pwsh=pwsh
        return
    fi
    for pwsh in "$tools/pwsh" "$tools/powershell/pwsh"; do
        if starts_somehow "$pwsh"; then return; fi
    done
    say "PowerShell is not on PATH: fetching $(pinned PowerShell) into $tools"
    mkdir -p "$tools"
    pwsh_as_dotnet_tool || pwsh_from_release
}

pwsh_as_dotnet_tool() {
    has dotnet || return 1
    pwsh=$tools/pwsh
    limit=
    if has timeout; then limit='timeout 300'; fi
    say 'dotnet tool install powershell'
    if $limit dotnet tool install --tool-path "$tools" --version "$(pinned PowerShell)" powershell >&2 &&
        starts_somehow "$pwsh"; then
        return
    fi
    say 'that did not work'
    return 1
}

pwsh_from_release() {
    pwsh=$tools/powershell/pwsh
    case $(uname -m) in
        x86_64 | amd64) cpu=x64 ;;
        *) cpu=arm64 ;;
    esac
    if [ "$(uname -s)" = Darwin ]; then
        system=osx
    elif is_musl; then
        system=linux-musl
    else
        system=linux
    fi
    release=https://github.com/PowerShell/PowerShell/releases/download/v$(pinned PowerShell)
    archive=powershell-$(pinned PowerShell)-$system-$cpu.tar.gz
    download "$release/hashes.sha256" "$tools/hashes.sha256" || return 1
    download "$release/$archive" "$tools/$archive" || return 1
    sum_matches "$tools/$archive" "$tools/hashes.sha256" "$archive" || return 1
    mkdir -p "$tools/powershell"
    if tar -xzf "$tools/$archive" -C "$tools/powershell" && rm "$tools/$archive" && chmod +x "$pwsh" && starts_somehow "$pwsh"; then
        return
    fi
    say 'the PowerShell of the release does not start here'
    return 1
}
