"""`python -m locales check` holds the catalogues to the code; `update` collects new sentences into them."""

import re
import sys
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES
from locales.saying import HERE, catalogue_path

ROOMS = ("bot", "handlers", "conversations", "locales")
LOOSE = {"fr": re.compile(r" [:;?!»]|« ")}  # a line must not begin with these: no-break spaces hold them
SOURCE = "en"  # the language of the keys: it needs no catalogue


def template() -> Catalog:
    """Return every sentence marked in the code, with the files that say it."""
    found = Catalog(project="masante-bot", charset="utf-8")
    for room in ROOMS:
        messages = extract_from_dir(
            HERE.parent / room, [("**.py", "python")], keywords={"_": None, "n_": (1, 2)}
        )
        for file, _line, message, comments, _context in messages:
            found.add(message, locations=[(f"{room}/{file}", 0)], auto_comments=comments)
    return found


def problems(language: str, wanted: Catalog) -> list[str]:
    """Return what is wrong with a catalogue, one line each."""
    path = catalogue_path(language)
    if not path.exists():
        return [f"{language}: no catalogue at {path.relative_to(HERE.parent)}"]
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    found = [f"{language}: obsolete: {key!r}" for key in catalogue.obsolete]
    found += [f"{language}: not in the code: {m.id!r}" for m in catalogue if m.id and m.id not in wanted]
    for message in filter(lambda m: m.id, wanted):
        found += [
            f"{language}: {what}: {message.id!r}"
            for what in _faults(message, catalogue.get(message.id), LOOSE.get(language))
        ]
    return found


def _faults(message: Message, translated: Message | None, loose: re.Pattern[str] | None) -> list[str]:
    if translated is None:
        return ["missing"]
    said = translated.string if isinstance(translated.string, tuple) else (translated.string,)
    if not all(said):
        return ["missing"]
    keys = message.id if isinstance(message.id, tuple) else (message.id,)
    names = {name for key in keys for name in _names(key)}
    strange = any(set(_names(text)) - names for text in said)
    breaks = loose is not None and any(loose.search(str(text)) for text in said)
    return (
        ["fuzzy"] * translated.fuzzy
        + ["names a fact that the code does not give"] * strange
        + ["a plain space where a no-break one belongs"] * breaks
    )


def _names(pattern: Any) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(pattern) if name]


def update() -> None:
    """Bring every catalogue up to the code; new sentences come in empty, dead ones leave."""
    wanted = template()
    for language in filter(lambda code: code != SOURCE, LANGUAGES):
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=language, project="masante-bot", charset="utf-8")
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, omit_header=False, include_lineno=False)


def main(arguments: list[str]) -> int:
    """Run `check` or `update`."""
    if arguments == ["update"]:
        update()
        return 0
    wanted = template()
    found = [line for code in LANGUAGES if code != SOURCE for line in problems(code, wanted)]
    sys.stdout.write("\n".join([*found, f"{len(wanted)} sentences, {len(found)} problems\n"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
