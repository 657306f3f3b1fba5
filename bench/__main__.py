"""The benches: `python -m bench [names] [--long]`; each prints a table and leaves its figures in var/bench."""

import argparse
import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime

from bench.contenders import VAR

BENCHES = (
    "transport", "startup", "signin", "sealing", "policies", "crash", "faults", "updates", "plans", "documents", "photos",
    "directory", "faq", "understanding", "fuzz", "flood", "rolling", "load", "memory", "million", "retention",
)  # fmt: skip


def main() -> int:
    """Run the benches that were named, or all."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; all by default"
    )
    parser.add_argument("--long", action="store_true", help="more rounds, more kills: half an hour")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    VAR.mkdir(parents=True, exist_ok=True)
    for name in options.names or BENCHES:
        began = datetime.now(UTC)
        figures = importlib.import_module(f"bench.{name}").run(options.long)
        report = VAR / f"{name}-{began:%Y%m%d-%H%M%S}.json"
        report.write_text(json.dumps({"machine": machine(), "at": began.isoformat(), **figures}, indent=1))
        print(f"kept in {report}\n")
    return 0


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load": os.getloadavg(),
    }


if __name__ == "__main__":
    sys.exit(main())
