"""Settings kept in files: what an environment would show to too many, read from where secrets are mounted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

SUFFIX = "_FILE"


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
                found[variable] = Path(path).read_text()
            except OSError as error:
                problems[variable + SUFFIX] = f"cannot read {path}: {error.strerror}"
            except UnicodeError:
                problems[variable + SUFFIX] = f"{path} is not text"
    return found, problems
