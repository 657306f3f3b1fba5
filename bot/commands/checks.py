"""What `masante doctor` finds: one line for each thing it looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["ok", "off", "failed", "remark"]
Found: TypeAlias = tuple[State, str]


@dataclass(frozen=True)
class Check:
    """What was looked at, in which state it is, and what there is to say or to do."""

    name: str
    state: State
    what: str


class CheckFailed(Exception):
    """Something that is on does not do its part; the text says why and what to do, without secrets."""


def each(looks: Mapping[str, Callable[[], Found]]) -> Iterator[Check]:
    """Look at one thing after the other."""
    for name, look in looks.items():
        try:
            yield Check(name, *look())
        except CheckFailed as error:
            yield Check(name, "failed", str(error))
