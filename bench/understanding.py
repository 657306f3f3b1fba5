"""How well phrases are understood that nobody has tuned to: danger told, alarms, topics found; what is missed."""

from typing import Any

from rich.console import Console
from rich.table import Table

from tests.understanding.sealed_phrases import FRESH, LANGUAGES, heard, understood


def run(long: bool) -> dict[str, Any]:
    """Judge both in each language; `long` lists what is missed as well."""
    table = Table(
        "", "told", "of its kind", "alarms", "loud", "right first", "among three", "wrong", "foreign answered",
        title="Phrases that nobody has tuned to, in %",
    )  # fmt: skip
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        both = []
        for name, whole in ((language, False), ("  semantic", True)):
            danger, questions = heard(language, whole=whole), understood(language, whole=whole)
            both.append({**danger._asdict(), **questions._asdict()})
            table.add_row(name, *(f"{100 * share:.1f}" for share in (*danger[:4], *questions)))
        later = heard(language, whole=False, folder=FRESH)
        table.add_row("  later", *(f"{100 * share:.1f}" for share in later[:4]))
        found[language] = both[0] | {"semantic": both[1], "later": later._asdict()}
    Console().print(table)
    if long:
        for language in LANGUAGES:
            print(f"\n{language}, not told:", *found[language]["missed"], sep="\n  ")
    return found
