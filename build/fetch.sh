# Finds cargo and PowerShell on PATH, else in the mirror, else downloads them. Read by build.sh, at the root of the
# repository.

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

# A folder of archives with SHA256SUMS, for machines without the internet: nothing where there is none.
find_mirror() {
    mirror=${ECRLOGIN_MIRROR-../shared/dotnet}
    [ -f "$mirror/SHA256SUMS" ] && return
    [ -z "${ECRLOGIN_MIRROR:-}" ] || fail "ECRLOGIN_MIRROR names $mirror, where there is no SHA256SUMS"
    mirror=
}

# Unpacks an archive of the mirror, whole or not at all.
unpack_from_mirror() { # archive folder
    [ -n "$mirror" ] && [ -f "$mirror/$1" ] || return 1
    sum_matches "$mirror/$1" "$mirror/SHA256SUMS" "$1" || return 1
    unpack "$mirror/$1" "$2"
}

unpack() { # archive folder
    rm -rf "$2.part"
    mkdir -p "$2.part"
    tar -xf "$1" -C "$2.part" && mv "$2.part" "$2"
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
    if cargo_serves; then
        say "Rust: cargo $found on PATH"
        return
    fi
    rust=$tools/rust-$(pinned Rust)
    PATH=$rust/bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    export PATH
    if cargo_serves; then
        say "Rust: $(command -v cargo), version $found"
        return
    fi
    if rust_from_mirror && cargo_serves; then
        say "Rust: $(pinned Rust) from $mirror, in $rust"
        return
    fi

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

rust_from_mirror() {
    archive=rust-$(pinned Rust)-$(rust_target).tar.xz
    unpack_from_mirror "$archive" "$tools/rust-installer" || return 1
    status=0
    sh "$tools/rust-installer/${archive%.tar.xz}/install.sh" --prefix="$rust" --disable-ldconfig >&2 || status=1
    rm -rf "$tools/rust-installer"
    return $status
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
    powershell=$tools/powershell-$(pinned PowerShell)
    for pwsh in "$(command -v pwsh || true)" "$powershell/pwsh" "$tools/pwsh"; do
        if starts_somehow "$pwsh"; then
            say "PowerShell: $pwsh"
            return
        fi
    done
    mkdir -p "$tools"
    pwsh_from_mirror || pwsh_as_dotnet_tool || pwsh_from_release
}

pwsh_from_mirror() {
    pwsh=$powershell/pwsh
    unpack_from_mirror "$(pwsh_archive).tar.xz" "$powershell" || return 1
    starts_somehow "$pwsh" || return 1
    say "PowerShell: $(pinned PowerShell) from $mirror, in $powershell"
}

pwsh_as_dotnet_tool() {
    has dotnet || return 1
    pwsh=$tools/pwsh
    say "PowerShell: $(pinned PowerShell) is fetched into $tools as a tool of dotnet"
    limit=
    if has timeout; then limit='timeout 300'; fi
    if $limit dotnet tool install --tool-path "$tools" --version "$(pinned PowerShell)" powershell >&2 &&
        starts_somehow "$pwsh"; then
        return
    fi
    say 'that did not work'
    return 1
}

# The name of the release's archive for this system, as its publisher writes it.
pwsh_archive() {
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
    echo "powershell-$(pinned PowerShell)-$system-$cpu"
}

pwsh_from_release() {
    pwsh=$powershell/pwsh
    release=https://github.com/PowerShell/PowerShell/releases/download/v$(pinned PowerShell)
    archive=$(pwsh_archive).tar.gz
    say "PowerShell: $(pinned PowerShell) is fetched from its release into $powershell"
    download "$release/hashes.sha256" "$tools/hashes.sha256" || return 1
    download "$release/$archive" "$tools/$archive" || return 1
    sum_matches "$tools/$archive" "$tools/hashes.sha256" "$archive" || return 1
    if unpack "$tools/$archive" "$powershell" && rm "$tools/$archive" && chmod +x "$pwsh" && starts_somehow "$pwsh"; then
        return
    fi
    say 'the PowerShell of the release does not start here'
    return 1
}
