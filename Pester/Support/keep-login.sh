#!/bin/sh
# Keeps a login as a container client does: the file that holds the password comes first, then the client's name and its
# arguments, the last of which is the host.
password=$1
name=${2##*/}
shift 2

file=${DOCKER_CONFIG:-$HOME/.docker}/config.json
case $name in
helm) file=${HELM_REGISTRY_CONFIG:-$HOME/.config/helm/registry/config.json} ;;
podman)
    [ -n "${DOCKER_CONFIG:-}" ] || file=${XDG_RUNTIME_DIR:-$HOME}/containers/auth.json
    file=${REGISTRY_AUTH_FILE:-$file}
    ;;
esac
before=
user=
for host; do
    # The value of an option may look like one.
    case $before in
    --config) file=$host/config.json before= ;;
    --authfile | --registry-config) file=$host before= ;;
    --username) user=$host before= ;;
    *) before=$host ;;
    esac
done

mkdir -p "${file%/*}"
grep -q '{' "$file" 2>/dev/null || echo '{}' >"$file"
store=$(sed -n 's|.*"credsStore": *"\([^"]*\)".*|\1|p' "$file")
[ -z "$store" ] || { echo "{\"ServerURL\":\"$host\"}" | "docker-credential-$store" store; exit; }
login="$({ printf '%s:' "$user"; cat "$password"; } | base64 | tr -d '\n')"
# In place of the host's older login, if there is one.
cat >"$password.edit" <<EOF
s|"$host": *{[^}]*},\{0,1\}||
t gone
:gone
s|"auths": *{|&"$host": {"auth": "$login"},|
t done
s|^ *{|{"auths": {"$host": {"auth": "$login"}},|
:done
s|, *}|}|g
EOF
tr -d '\n' <"$file" | sed -f "$password.edit" >"$password.config"
cat "$password.config" >"$file"
rm "$password.edit" "$password.config"
