"""How well phrases are understood that nobody has tuned to: danger told, alarms, topics found; what is missed."""

from typing import Any

from rich.console import Console
from rich.table import Table

from tests.understanding.sealed_phrases import LANGUAGES, heard, understood


def run(long: bool) -> dict[str, Any]:
    """Judge both in each language; `long` lists what is missed as well."""
    table = Table(
        "", "told", "of its kind", "alarms", "loud", "right first", "among three", "wrong", "foreign answered",
        title="Phrases that nobody has tuned to, in %",
    )  # fmt: skip
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        danger, questions = heard(language), understood(language, whole=False)
        found[language] = {**danger._asdict(), **questions._asdict()}
        table.add_row(language, *(f"{100 * share:.1f}" for share in (*danger[:4], *questions)))
        questions = understood(language, whole=True)
        found[language]["semantic"] = questions._asdict()
        table.add_row("  semantic", *4 * ("",), *(f"{100 * share:.1f}" for share in questions))
    Console().print(table)
    if long:
        for language in LANGUAGES:
            print(f"\n{language}, not told:", *found[language]["missed"], sep="\n  ")
    return found
