#!/bin/sh
# Installs the Debian packages of packages.txt, and of further lists beside it that are named, where they
# are missing; with none missing it touches nothing and no network.
set -eu

missing=""
for list in packages.txt "$@"; do
    while read -r package; do
        case $package in '' | '#'*) continue ;; esac
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || missing="$missing $package"
    done <"$(dirname "$0")/$list"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "These Debian packages are missing:$missing" >&2
    echo "Install them as root, or install sudo: apt-get install$missing" >&2
    exit 77
fi

echo "Installing Debian packages:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # one word a package
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
