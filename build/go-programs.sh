#!/bin/sh
# Compiles programs in Go that tests and bench meet, in the versions of tools.psd1, into output/tools/go:
#
#   build/go-programs.sh NAME...
#
# Each that cannot be had is told in a line, and makes the exit code 1. Stripped, as they are where they are released.
set -u
cd "$(dirname "$0")/.." || exit 1

folder=$(pwd)/output/tools/go

# The Go package of a program, and the name of its version in tools.psd1.
package_of() {
    case $1 in
        crane) echo github.com/google/go-containerregistry/cmd/crane Crane ;;
        docker-credential-ecr-login)
            echo "github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/$1 AmazonHelper"
            ;;
        ecr-credential-provider) echo "k8s.io/cloud-provider-aws/cmd/$1 KubernetesEcr" ;;
        helm) echo helm.sh/helm/v3/cmd/helm Helm ;;
        nerdctl) echo github.com/containerd/nerdctl/v2/cmd/nerdctl Nerdctl ;;
        oras) echo oras.land/oras/cmd/oras Oras ;;
        *) return 1 ;;
    esac
}

pinned() { sed -n "s/^ *$1 *= *'\([^']*\)'.*/\1/p" tools.psd1; }

# Whether a program is there in a version; it may be a module of its own within its repository.
is_there() { # program version
    [ -x "$1" ] && go version -m "$1" | grep -q "^[[:space:]]mod[[:space:]].*[[:space:]]v$2[[:space:]]"
}

# Go installs no program by itself whose module replaces another; a module that asks for it may.
compile() { # package version
    scratch=$(mktemp -d) || return 1
    (
        cd "$scratch" && go mod init tools && go get "$1@v$2" &&
            GOBIN=$folder go install -trimpath -ldflags '-s -w' "$1"
    ) 2>&1
    status_of=$?
    rm -rf "$scratch"
    return "$status_of"
}

install() { # name
    found=$(package_of "$1") || { echo "$1: no program that is known"; return 1; }
    version=$(pinned "${found#* }")
    is_there "$folder/$1" "$version" && return
    echo "Compiling $1 $version into output/tools/go"
    said=$(compile "${found% *}" "$version") && return
    echo "$1: skipped, $(echo "$said" | tail -n 2 | sed 's/.* https:[^ ]*: //' | tr -s '\n\t' '  ')"
    return 1
}

command -v go >/dev/null 2>&1 || { echo "$*: skipped, there is no Go compiler"; exit 1; }
status=0
for name; do install "$name" || status=1; done
exit "$status"
