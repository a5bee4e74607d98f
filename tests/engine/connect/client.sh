#!/bin/sh
# Stands in for every container client. It records how it was started in a folder of its own under
# STAND_IN_RECORDS, then logs in as STAND_IN says: "fail", "hang", "chat", "slow", "late", or at once.
set -u
records=$STAND_IN_RECORDS
variables=$(/usr/bin/env)
PATH=/usr/bin:/bin

number=0
until mkdir "$records/$number" 2>/dev/null; do number=$((number + 1)); done
record=$records/$number

printf '%s' "${0##*/}" >"$record/name"
printf '%s\n' "$@" >"$record/arguments"
printf '%s\n' "$variables" >"$record/variables"
cat >"$record/input"

for host; do :; done

# Every client reads its whole config, then writes it whole: what another one wrote meanwhile is lost.
write_slowly() {
    config=$DOCKER_CONFIG/config.json
    before=$(cat "$config")
    sleep 0.05
    printf '%s\n' "$before" | sed "s|\"auths\": {|&\"$host\": {\"auth\": \"eA==\"},|" >"$config"
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
slow:*) write_slowly ;;
late:*) sleep 0.5 ;;
esac
echo 'Login Succeeded'
