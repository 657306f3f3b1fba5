"""Writes the next migration: `python -m portal.migrations "what changes"`."""

import sys

from portal.migrations.writing import write

if len(sys.argv) != 2:
    sys.exit('usage: python -m portal.migrations "what changes"')
write(sys.argv[1])
