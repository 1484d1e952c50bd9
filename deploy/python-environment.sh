#!/bin/sh
# Python with what DIRECTORY/requirements.txt pins, in an environment of its own under .build, named as the
# directory is; NODEPS=1 installs just what is listed. What follows the directory are Python's arguments.
set -eu

here=$(cd "$1" && pwd)
shift
build=$here/../../.build/$(basename "$here")
venv=$build/venv
stamp=$venv/requirements.sum
sum=$(cksum <"$here/requirements.txt")

mkdir -p "$build"
exec 9>"$build/lock"
flock 9
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sum" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: ${NODEPS:+--no-deps} \
        --require-hashes --requirement "$here/requirements.txt" >&2
    printf '%s\n' "$sum" >"$stamp"
fi
exec 9>&-

PYTHONPATH=$here PYTHONPYCACHEPREFIX=$build/pycache exec "$venv/bin/python" "$@"
