"""Settings kept in files: what an environment would show to too many, read from where secrets are mounted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

SUFFIX = "_FILE"
LONGEST = 100_000  # characters: a ring of a thousand keys has half as many


def opened_files(
    environ: Mapping[str, str], variables: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the environment with what stands in the files that `…_FILE` variables name, and what is wrong."""
    found, problems = dict(environ), {}
    for variable in variables:
        path = found.pop(variable + SUFFIX, "").strip()
        if path and found.get(variable, "").strip():
            problems[variable + SUFFIX] = f"{variable} is set too: keep one of the two"
        elif path:
            try:
                with Path(path).open(encoding="utf-8") as file:
                    found[variable] = file.read(LONGEST + 1)
            except OSError as error:
                problems[variable + SUFFIX] = f"cannot read {path}: {error.strerror}"
            except UnicodeError:
                problems[variable + SUFFIX] = f"{path} is not text"
            if len(found.get(variable, "")) > LONGEST:
                problems[variable + SUFFIX] = f"{path} is too long: {LONGEST:,} characters at most"
                del found[variable]
    return found, problems
