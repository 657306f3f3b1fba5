"""The command line: `masante …`, or `python -m bot …`."""

import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns 0 done, 1 refused with a reason, 2 wrong usage or settings."""
    os.umask(0o077)  # database, keys and vault are for this account only
    sys.stdout, sys.stderr = (_heard(one) for one in (sys.stdout, sys.stderr))
    if sys.stdin is None:  # closed (`<&-`): nothing is to be read
        sys.stdin = open(os.devnull)  # noqa: SIM115
    try:
        from bot.commands.arguments import read  # noqa: PLC0415  whoever taps Ctrl-C meanwhile is heard

        options = read(arguments)
        from bot.commands.performing import perform  # noqa: PLC0415  `--help` does not wait for the whole portal
    except KeyboardInterrupt:
        return INTERRUPTED
    return perform(options)


def _heard(stream: TextIO | None) -> TextIO:
    """Return where to write: in UTF-8 whatever the locale, and somewhere where whoever began us closed it (`>&-`)."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return open(os.devnull, "w") if stream is None else stream


if __name__ == "__main__":
    sys.exit(main())
