#!/bin/sh
# Makes .venv and puts in it what Barrow needs (wheels only, hashes checked), unless that is done already.
set -eu
cd "$(dirname "$0")/.."

supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
done_as="$(pwd) $(cat requirements-dev.txt pyproject.toml | cksum)"  # a moved checkout has broken scripts
stamp=.venv/.installed
unfinished=.venv/.installing

refuse() {
    echo "$1" >&2
    exit 1
}

newest_python() {
    bare=
    for name in python3.13 python3.12 python3.11 python3; do
        "$name" -c "$supported" 2>/dev/null || continue  # a shim may bear the name and not run
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$name"
            return
        fi
        bare=${bare:-$name}
    done
    [ -z "$bare" ] || refuse "$bare is here without its venv module: install it (Debian, Ubuntu: apt install python3-venv)."
    refuse "Barrow needs Python 3.11, 3.12 or 3.13, and none was found on PATH."
}

usable() {
    [ ! -e "$unfinished" ] && .venv/bin/python -c "$supported" 2>/dev/null &&
        .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        { [ ! -e "$stamp" ] || [ "$(sed 's/ [0-9]* [0-9]*$//' "$stamp")" = "$(pwd)" ]; }
}

waited=0
while [ "$waited" -lt 600 ] && kill -0 "$(cat "$unfinished" 2>/dev/null)" 2>/dev/null; do
    [ "$waited" -gt 0 ] || echo "Another make is installing here: waiting for it …"
    waited=$((waited + 1))
    sleep 1
done
if [ "$(cat "$stamp" 2>/dev/null)" = "$done_as" ] && .venv/bin/python -c "$supported" 2>/dev/null; then
    exit 0
fi
if ! usable; then
    python=$(newest_python)
    echo "Making .venv with $python …"
    rm -rf .venv
    mkdir .venv
    echo $$ > "$unfinished"
    "$python" -m venv .venv
fi
echo "Installing what Barrow needs (a minute or two the first time) …"
rm -f "$stamp"
echo $$ > "$unfinished"
pip() {
    # What is never imported need not be compiled
    .venv/bin/python -m pip install -qq --no-compile --disable-pip-version-check --no-input "$@"
}
half() {
    awk -v half="$1" '/^[^ #]/ { entry += 1 } entry % 2 == half' requirements-dev.txt > ".venv/.half$1"
    pip --no-deps --require-hashes --only-binary :all: -r ".venv/.half$1"
}
both_halves() {
    # Every version is fixed, so none has to be found, and two processors can share the work
    half 0 &
    other=$!
    trap 'kill "$other" 2>/dev/null || true' EXIT
    trap 'exit 130' INT TERM  # what runs behind a script does not hear Ctrl-C
    half 1 && wait "$other"
}
both_halves && pip --no-deps --no-build-isolation -e . ||
    refuse "Installing did not work, for the reason above. Ready-made packages exist for Linux x86_64 (glibc) and macOS 14+ arm64."
rm -f "$unfinished" .venv/.half?
echo "$done_as" > "$stamp"
