# What can be done without PowerShell: the engine, its tests, and the job of the demo through a C program.
# Read by build.sh.

release=${CARGO_TARGET_DIR:-target}/release
debug=${CARGO_TARGET_DIR:-target}/debug

case $(uname -s) in
    Darwin) library=libecr_login.dylib ;;
    *) library=libecr_login.so ;;
esac

run_without_pwsh() {
    scratch=$(mktemp -d)
    trap 'clean_up' EXIT
    trap 'exit 130' INT TERM
    case $1 in
        build) build_library && say "built $release/$library; the module needs PowerShell" ;;
        test) test_engine ;;
        lint) lint_engine ;;
        demo) show_c_demo ;;
        *) fail "'$1' needs PowerShell, which is not here and could not be fetched" ;;
    esac
}

clean_up() {
    if [ -n "${endpoint_pid:-}" ]; then kill "$endpoint_pid" 2>/dev/null || true; fi
    rm -rf "$scratch"
}

# The same commands as build.ps1's: tests look at the crates of all systems, and Cargo skips link-time optimisation for a
# library of two kinds at once.
build_library() {
    cargo fetch --locked
    cargo rustc --release --locked --lib --crate-type cdylib
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

test_engine() {
    build_library
    isolate
    ECRLOGIN_LIBRARY=$(cd "$release" && pwd)/$library
    export ECRLOGIN_LIBRARY
    {
        status=0
        cargo test --locked --workspace --no-fail-fast || status=$?
        echo "$status" >"$scratch/status"
    } | tee "$scratch/log"

    count=$(find Pester -name '*.Tests.ps1' 2>/dev/null | wc -l | tr -d ' ')
    echo "Pester did not run ($count files): there is no PowerShell here, and none could be fetched."
    missing=${ECRLOGIN_REQUIRE_PWSH:-0}
    awk -v status="$(cat "$scratch/status")" -v skipped="$count" -v missing="$missing" '
        /^test result:/ { passed += $4; failed += $6; skipped += $8 }
        END {
            if (status != 0 && failed == 0) failed = 1
            if (missing == 1) failed++
            printf "total: %d passed, %d failed, %d skipped\n", passed, failed, skipped
            exit failed > 0
        }' "$scratch/log"
}

lint_engine() {
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    say 'the PowerShell sources were not looked at: there is no PowerShell here, and none could be fetched'
}

show_c_demo() {
    has cc || fail 'neither PowerShell nor a C compiler is here: nothing to show the library with'
    build_library
    cargo build --locked -p local_ecr
    cc -Wall -Wextra -O1 -I rust/include -o "$scratch/demo" tests/c/demo.c -L "$release" -lecr_login -Wl,-rpath,"$release"
    isolate
    "$debug/local_ecr" >"$scratch/endpoint" &
    endpoint_pid=$!
    endpoint=
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        endpoint=$(sed -n 's/^listening on //p' "$scratch/endpoint")
        [ -z "$endpoint" ] || break
        sleep 1
    done
    [ -n "$endpoint" ] || fail 'the local endpoint did not start'

    say 'there is no PowerShell here, so a C program asks the library for the tokens of two registries'
    printf '%s' '{"version": 1, "registry_ids": ["111122223333", "444455556666"], "region": "us-east-1",
        "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "endpoint_url": "'"$endpoint"'"}' | "$scratch/demo"
    say 'Get-ECRLoginCommand and the docker login need PowerShell (https://aka.ms/powershell)'
}
