#!/bin/sh
# Makes .venv and installs one locked set (run, ocr, semantic, demo or dev): install.sh PYTHON SET
set -eu
python=$1 set=$2
say() { printf '%s\n' "$1" >&2; }

command -v "$python" >/dev/null || { say "Python is missing. On Debian: sudo apt install python3 python3-venv"; exit 2; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { say "Python 3.11 or newer is needed; $("$python" --version 2>&1) was found. Try: make PYTHON=python3.11 $set"; exit 2; }
[ -w . ] || { say "This folder cannot be written: $(pwd). Clone the project into a folder of your own."; exit 2; }
if [ ! -x .venv/bin/pip ]; then
    say "· making the virtual environment (.venv)"
    "$python" -m venv .venv 2>/dev/null ||
        { rm -rf .venv; say "The venv module is missing. On Debian: sudo apt install python3-venv"; exit 2; }
fi
say "· installing the locked dependencies ($set), a minute the first time"
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$set.txt" ||
    { say "The dependencies could not be installed. Is a package index reachable? Then run the command again."; exit 2; }
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --editable . ||
    { say "The project itself could not be installed; the lines above say why."; exit 2; }
touch ".venv/$set.ok"
