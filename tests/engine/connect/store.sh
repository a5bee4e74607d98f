#!/bin/sh
# Stands in for a credential helper: STORE_FILE has one host a line. With STORE_KEEPS it erases nothing; it is STORE_MUTE
# like one that cannot run.
PATH=/usr/bin:/bin
read -r input
[ -z "${STORE_MUTE:-}" ] || { echo "$STORE_MUTE" >&2; exit 127; }
case $1 in
version) echo 'docker-credential-stand-in 1' ;;
list)
    [ -z "${STORE_SAYS:-}" ] || { echo "$STORE_SAYS"; exit "${STORE_STATUS:-0}"; }
    sed 's/.*/"&": "AWS"/' "$STORE_FILE" | paste -sd, | sed 's/.*/{&}/'
    ;;
erase)
    [ -n "${STORE_KEEPS:-}" ] && exit
    grep -vxF -e "$input" "$STORE_FILE" >"$STORE_FILE.new"
    mv "$STORE_FILE.new" "$STORE_FILE"
    ;;
store) echo "$input" | sed 's/.*"ServerURL":"\([^"]*\)".*/\1/' >>"$STORE_FILE" ;;
*)
    echo 'credentials not found in native keychain'
    exit 1
    ;;
esac
