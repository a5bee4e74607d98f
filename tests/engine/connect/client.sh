#!/bin/sh
# Stands in for every container client. It records how it was started in a folder of its own under STAND_IN_RECORDS,
# then does as STAND_IN says: "fail", "hang", "chat", "slow", "late", "say", "forget", "no session", or at once. The login
# is kept where the client keeps it; STAND_IN_VERSION makes another client of it than its name says, STAND_IN_USER is who
# is logged in by a helper that no config names.
set -u
variables=$(/usr/bin/env)
bin=${0%/*}
name=${0##*/}
PATH=/usr/bin:/bin

version=${STAND_IN_VERSION:-Docker version 28.0.0, build 0}
[ "$*" != --version ] || { echo "$version"; exit; }
case "$*" in *--get-login*) echo "${STAND_IN_USER:-nobody}"; exit ;; esac

number=0
until mkdir "$STAND_IN_RECORDS/$number" 2>/dev/null; do number=$((number + 1)); done
record=$STAND_IN_RECORDS/$number

printf '%s' "$name" >"$record/name"
printf '%s\n' "$@" >"$record/arguments"
printf '%s\n' "$variables" >"$record/variables"
cat >"$record/input"

case $version in podman*) name=podman ;; esac
named=
user=
before=
for host; do
    case $before:$name in
    --config:podman) ;;
    --config:*) named=$host/config.json ;;
    --authfile:* | --registry-config:*) named=$host ;;
    --username:*) user=$host ;;
    esac
    before=$host
done

# The file of logins: what was named, or what a variable names, or the client's own.
place() {
    case $name:$(uname) in
    podman:Linux | buildah:Linux | skopeo:Linux) folder=${XDG_RUNTIME_DIR:-}/containers ;;
    podman:* | buildah:* | skopeo:*) folder=$HOME/.config/containers ;;
    helm:Linux) folder=${XDG_CONFIG_HOME:-$HOME/.config}/helm ;;
    helm:*) folder=${XDG_CONFIG_HOME:-$HOME/Library/Preferences}/helm ;;
    esac
    case $name in
    podman | buildah | skopeo)
        own=${DOCKER_CONFIG:+$DOCKER_CONFIG/config.json}
        own=${REGISTRY_AUTH_FILE:-${own:-$folder/auth.json}}
        ;;
    helm) own=${HELM_REGISTRY_CONFIG:-${HELM_CONFIG_HOME:-$folder}/registry/config.json} ;;
    *) own=${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json ;;
    esac
    echo "${named:-$own}"
}

# The store that a config names for the host, if the client heeds it.
store() {
    if grep -q "\"$host\": *\"" "$1"; then
        sed -n "s|.*\"$host\": *\"\([^\"]*\)\".*|\1|p" "$1"
        return
    fi
    case $name in
    podman | buildah | skopeo) ;;
    *) sed -n 's|.*"credsStore": *"\([^"]*\)".*|\1|p' "$1" ;;
    esac
}

# Every client reads its whole config, then writes it whole: what another one wrote meanwhile is lost.
keep() {
    config=$(place)
    mkdir -p "${config%/*}"
    grep -q '{' "$config" 2>/dev/null || echo '{}' >"$config"
    store=$(store "$config")
    login='{}'
    if [ -n "$store" ]; then
        echo "{\"ServerURL\":\"$host\"}" | "$bin/docker-credential-$store" store || exit
    else
        login="{\"auth\": \"$({ printf '%s:' "$user"; cat "$record/input"; } | base64 | tr -d '\n')\"}"
    fi
    cat >"$record/edit" <<EOF
s|"$host": *{[^}]*},\{0,1\}||
t gone
:gone
s|"auths": *{|&"$host": $login,|
t done
s|^ *{|{"auths": {"$host": $login},|
:done
s|, *}|}|g
EOF
    content=$(tr -d '\n' <"$config")
    [ "${STAND_IN:-}" != slow ] || sleep 0.05
    printf '%s\n' "$content" | sed -f "$record/edit" >"$config"
}

case ${STAND_IN:-}:$host in
fail:*${STAND_IN_ONLY:-}*)
    echo "WARNING: the password $(cat "$record/input") is" >&2
    echo 'refused: 400 Bad Request' >&2
    exit 3
    ;;
hang:*)
    (while :; do echo beat >>"$record/beats"; sleep 0.02; done) &
    wait
    ;;
chat:*) yes 'much ado' ;;
say:*)
    printf '%s\n' "$STAND_IN_SAYS" >&2
    exit 1
    ;;
'no session':*)
    grep -q "\"$host\": *\"\"" "$(place)" || {
        echo 'Error saving credentials: error storing credentials - err: exit status 1,' >&2
        echo 'out: `A specified logon session does not exist. It may already have been terminated.`' >&2
        exit 1
    }
    ;;
late:*) sleep 0.5 ;;
esac
[ "${STAND_IN:-}" = forget ] || keep
echo 'Login Succeeded'
