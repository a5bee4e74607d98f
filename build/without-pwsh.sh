# The Rust half alone, where there is no PowerShell or no .NET SDK: the engine, its tests, and the job of the demo through
# a C program. Read by build.sh, which says in $missing what there is none of.

release=${CARGO_TARGET_DIR:-target}/release
debug=${CARGO_TARGET_DIR:-target}/debug

case $(uname -s) in
    Darwin) library=libecr_login.dylib ;;
    *) library=libecr_login.so ;;
esac
helper=docker-credential-ecrlogin

run_without_pwsh() {
    scratch=$(mktemp -d)
    trap 'clean_up' EXIT
    trap 'exit 130' INT TERM
    case $1 in
        build) build_library && say "built $release/$library and $release/$helper; the module needs a $missing" ;;
        test) test_engine ;;
        lint) lint_engine ;;
        demo) show_c_demo ;;
        *) fail "'$1' needs a $missing, and none is here or could be fetched" ;;
    esac
}

clean_up() {
    # shellcheck disable=SC2086 # The numbers of several.
    if [ -n "${pids:-}" ]; then kill $pids 2>/dev/null || true; fi
    rm -rf "$scratch"
}

# As build.ps1 does it; tests look at the crates of all systems.
build_library() {
    cargo fetch --locked
    with_compiler_flags cargo build --locked --release --package ecr_login --package credential_helper --lib --bin "$helper"
}

# The flags of Get-CompilerFlag in build/library.ps1, in its order.
with_compiler_flags() {
    separator=$(printf '\037')
    if [ -n "${CARGO_ENCODED_RUSTFLAGS:-}" ]; then
        flags=$CARGO_ENCODED_RUSTFLAGS$separator
    else
        # shellcheck disable=SC2086 # The words of the variable.
        flags=$(for word in ${RUSTFLAGS:-}; do printf '%s\037' "$word"; done)
    fi
    flags=$flags--remap-path-prefix=$(pwd -P)=/ecrlogin
    flags=$flags$separator--remap-path-prefix=$(rustc --print sysroot)=/rust
    for crates in $(LC_ALL=C ls "${CARGO_HOME:-$HOME/.cargo}/registry/src"); do
        flags=$flags$separator--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/$crates=/crates
    done
    if is_musl; then flags=$flags$separator-Ctarget-feature=-crt-static; fi
    CARGO_ENCODED_RUSTFLAGS=$flags "$@"
}

# A home of its own and no AWS settings; cargo and rustup keep theirs.
isolate() {
    CARGO_HOME=${CARGO_HOME:-$HOME/.cargo}
    RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
    HOME=$scratch
    for name in $(env | sed -n 's/^\(AWS_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done
    AWS_EC2_METADATA_DISABLED=true
    export CARGO_HOME RUSTUP_HOME HOME AWS_EC2_METADATA_DISABLED
}

# What stands on docker's and Kubernetes' own code. Compiled before the home is another, which has no modules of Go.
build_go_programs() {
    command -v go >/dev/null 2>&1 || return 0
    ECRLOGIN_GO=$scratch/go
    export ECRLOGIN_GO
    mkdir "$ECRLOGIN_GO"
    (cd tests/go && go build -mod=readonly -buildvcs=false -o "$ECRLOGIN_GO" ./...)
}

test_engine() {
    build_library
    build_go_programs
    isolate
    ECRLOGIN_LIBRARY=$(cd "$release" && pwd)/$library
    ECRLOGIN_HELPER=$(cd "$release" && pwd)/$helper
    PATH=$(pwd)/output/tools/go:$PATH
    export ECRLOGIN_LIBRARY ECRLOGIN_HELPER PATH
    {
        status=0
        cargo test --locked --workspace --no-fail-fast || status=$?
        echo "$status" >"$scratch/status"
    } | tee "$scratch/log"

    count=$(find Pester -name '*.Tests.ps1' 2>/dev/null | wc -l | tr -d ' ')
    echo "Pester did not run ($count files): there is no $missing here, and none could be fetched."
    required=${ECRLOGIN_REQUIRE_PWSH:-0}
    awk -v status="$(cat "$scratch/status")" -v skipped="$count" -v required="$required" '
        /^test result:/ { passed += $4; failed += $6; skipped += $8 }
        END {
            if (status != 0 && failed == 0) failed = 1
            if (required == 1) failed++
            printf "total: %d passed, %d failed, %d skipped\n", passed, failed, skipped
            exit failed > 0
        }' "$scratch/log"
}

lint_engine() {
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    say "the sources of the PowerShell half were not looked at: there is no $missing here, and none could be fetched"
}

show_c_demo() {
    has cc || fail "neither a $missing nor a C compiler is here: nothing to show the library with"
    build_library
    cargo build --locked -p local_ecr
    cc -Wall -Wextra -O1 -I rust/include -o "$scratch/demo" tests/c/demo.c -L "$release" -lecr_login -Wl,-rpath,"$(cd "$release" && pwd)"
    docker=$(command -v docker || true)
    isolate
    "$debug/local_ecr" >"$scratch/endpoint" &
    pids=$!
    endpoint=$(wait_for "$scratch/endpoint" 's/^listening on //p') || fail 'the local endpoint did not start'

    say "there is no $missing here, so a C program asks the library for the tokens of two registries"
    ask_library '"registry_ids": ["111122223333", "444455556666"]'
    for tool in docker docker-registry htpasswd; do
        has "$tool" || absent="${absent:-} $tool"
    done
    if [ -n "${absent:-}" ]; then
        say "docker does not log in here, as there is no$absent. On Debian: apt-get install docker-registry apache2-utils"
    else
        log_docker_in
    fi
    say 'the commands need PowerShell (https://aka.ms/powershell), and .NET to build them (https://dot.net)'
    [ -z "${said:-}" ] || cat "$said"
}

# The library logs docker in to a real registry on this machine, which lets in who has the local endpoint's token. What
# docker itself says goes into a file on the way: the library keeps it to itself.
log_docker_in() {
    open_registry
    said=$scratch/said
    # shellcheck disable=SC2016 # Words for that script.
    printf '#!/bin/sh\n"%s" "$@" >"%s"\nstatus=$?\ncat "%s"\nexit $status\n' "$docker" "$said" "$said" >"$scratch/docker"
    chmod +x "$scratch/docker"
    say 'the same program has the library log docker in to a registry on this machine'
    ask_library '"op": "connect", "registry_ids": ["111122223333"], "server_address": "'"$registry"'",
        "tool": "docker", "tool_path": "'"$scratch/docker"'", "config_path": "'"$scratch/.docker"'", "env": { "HOME": "'"$scratch"'" }'
    grep -q '^Login Succeeded' "$said" || fail 'docker did not log in'
}

open_registry() {
    printf %s password-for-111122223333 | htpasswd -Bni AWS >"$scratch/htpasswd"
    cat >"$scratch/registry.yml" <<END
version: 0.1
storage: { filesystem: { rootdirectory: $scratch/registry } }
http: { addr: "127.0.0.1:0" }
auth: { htpasswd: { realm: demo, path: $scratch/htpasswd } }
END
    docker-registry serve "$scratch/registry.yml" >"$scratch/registry.log" 2>&1 &
    pids="$pids $!"
    registry=$(wait_for "$scratch/registry.log" 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p') || fail 'the registry did not start'
}

# Waits for a line of a log, and prints what a script of sed makes of it.
wait_for() { # log script
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        line=$(sed -n "$2" "$1" | head -n 1)
        if [ -n "$line" ]; then
            echo "$line"
            return
        fi
        sleep 1
    done
    return 1
}

# Hands the library a request to the local endpoint.
ask_library() { # members
    printf '%s' '{ "version": 1, '"$1"', "region": "us-east-1", "endpoint_url": "'"$endpoint"'",
        "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }' | "$scratch/demo"
}
