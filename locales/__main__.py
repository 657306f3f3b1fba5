"""`python -m locales check` holds the catalogues to the code; `update` collects new sentences into them."""

import re
import sys
from functools import cache
from gettext import c2py
from string import Formatter
from typing import Any
from unicodedata import bidirectional

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES, PLAIN, RIGHT_TO_LEFT, base
from locales.saying import HERE, catalogue_path

ROOMS = ("bot", "handlers", "conversations", "locales")
LOOSE = {"fr": re.compile(r" [:;?!»]|« ")}  # a line must not begin with these: no-break spaces hold them
NO_BREAK = re.compile(r"[\u00a0\u202f]")  # which French alone needs
COMMAND = re.compile(r"(?<![\u200e\w])/[a-z]")
SOURCE = "en"  # the language of the keys: it needs no catalogue
WHOLE = tuple(code for code in LANGUAGES if code != SOURCE)
PARTIAL = tuple(PLAIN.values())  # they say anew what is worth it; the rest is said as in their language
COUNTS = range(201)


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
    catalogue = _read(language)
    found = [f"{language}: obsolete: {key!r}" for key in catalogue.obsolete]
    found += [f"{language}: not in the code: {m.id!r}" for m in catalogue if m.id and m.id not in wanted]
    for message in filter(lambda m: m.id, wanted):
        said = catalogue.get(message.id)
        if said is None and language in PARTIAL:
            continue
        found += [f"{language}: {what}: {message.id!r}" for what in _faults(message, said, catalogue)]
    return found


def _read(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=base(language))


def _faults(message: Message, translated: Message | None, catalogue: Catalog) -> list[str]:
    if translated is None:
        return ["missing"]
    said = _said(translated)
    if not all(said):
        return ["missing"]
    language = str(catalogue.locale)
    loose = LOOSE.get(language, NO_BREAK)
    return (
        ["fuzzy"] * translated.fuzzy
        + _strange_facts(message, said, catalogue)
        + ["a plain space where a no-break one belongs, or the reverse"] * any(map(loose.search, said))
        + ["runs from the wrong side"] * (language in RIGHT_TO_LEFT and any(map(_from_the_left, said)))
    )


def _said(message: Message) -> tuple[str, ...]:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(str(form or "") for form in forms)


def _strange_facts(message: Message, said: tuple[str, ...], catalogue: Catalog) -> list[str]:
    """Compare facts: each is said wherever it is given; a form for a single number need not say the number."""
    keys = message.id if isinstance(message.id, tuple) else (message.id,)
    given = {name for key in keys for name in _names(key)}
    numbers = [_for_one_number(form, catalogue) for form in range(len(said))]
    found = []
    for text, alone in zip(said, numbers, strict=True):
        names = set(_names(text))
        found += ["names a fact that the code does not give"] * bool(names - given)
        found += ["leaves a fact out"] * bool(given - names - ({"n"} if alone and len(said) > 1 else set()))
    return found


def _for_one_number(form: int, catalogue: Catalog) -> bool:
    """Tell whether a plural form serves one number only, or none and one (French)."""
    chosen = _plural(str(catalogue.plural_expr))
    return sum(chosen(count) == form for count in COUNTS) <= 2


_plural = cache(c2py)  # gettext's own reading of a Plural-Forms expression


def _from_the_left(text: str) -> bool:
    """Tell whether a sentence that runs from right to left begins with a letter that would turn it round.

    Or holds a command whose stroke would change sides, for want of a mark before it.
    """
    if COMMAND.search(text):
        return True
    sides = [bidirectional(letter) for letter in re.sub(r"{\w+}", "", text)]
    strong = [side for side in sides if side in ("L", "R", "AL")]
    return bool({"R", "AL"} & set(strong)) and strong[0] == "L"


def _names(pattern: Any) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(pattern) if name]


def update() -> None:
    """Bring every catalogue up to the code; new sentences come in empty, dead ones leave."""
    wanted = template()
    for language in (*WHOLE, *PARTIAL):
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=base(language), project="masante-bot", charset="utf-8")
        if path.exists():
            catalogue = _read(language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language in PARTIAL:
            for message in [m for m in catalogue if m.id and not any(_said(m))]:
                catalogue.delete(message.id)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, omit_header=False, include_lineno=False)


def main(arguments: list[str]) -> int:
    """Run `check` or `update`."""
    if arguments == ["update"]:
        update()
        return 0
    wanted = template()
    found = [line for code in (*WHOLE, *PARTIAL) for line in problems(code, wanted)]
    sys.stdout.write("\n".join([*found, f"{len(wanted)} sentences, {len(found)} problems\n"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
