"""The command line: `masante …`, or `python -m bot …`."""

import os
import sys
from collections.abc import Sequence

from bot.commands.arguments import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns 0 done, 1 refused with a reason, 2 wrong usage or settings."""
    os.umask(0o077)  # database, keys and vault are for this account only
    options = parser().parse_args(arguments)
    from bot.commands.performing import perform  # noqa: PLC0415  `--help` does not wait for the whole portal

    return perform(options)


if __name__ == "__main__":
    sys.exit(main())
