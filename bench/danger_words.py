"""Compiles the words of danger, and writes what is known beside the code: `make words`."""

from portal.danger.compiling import compiled
from portal.danger.keeping import KEPT, keep


def main() -> None:
    """Compile, and write."""
    keep(compiled())
    print(f"{KEPT.name}: {KEPT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
