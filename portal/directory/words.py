"""How names and words are written in the directory and looked for: without accents, hyphens, particles and titles."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_SMALL = "d da de del della den der des di do dos du e el et l la las le les lo los of ten ter the van von y"
_SAID = "dr docteur doctor doc pr prof professeur mme mlle mr monsieur madame mademoiselle"
PARTICLES, TITLES = frozenset(_SMALL.split()), frozenset(_SAID.split())
ASIDE = re.compile(r"(?:(?<=\s)|^)(?:à|au|aux|chez|dans|près|pres|pour|en)(?=\s)", re.IGNORECASE)
SPELLED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
LATIN = range(0xC0, 0x250)  # letters with accents, most of which are one letter and one mark
ORDINAL = re.compile(r"(\d{1,2})(?:e|er|eme|ieme|nd|nde)")
SIGNS = re.compile(r"[^0-9a-z]+")
UNSAID = frozenset(("arrondissement", "arrondissements", "cedex"))


def parts(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents, split at whatever is no letter or digit."""
    lower = text.lower()
    if not lower.isascii():
        lower = lower.translate(BARE)  # at once, what there is in nearly every name
    if not lower.isascii():
        lower = _unmarked(lower)
    return [SPELLED.get(word, word) for word in SIGNS.split(lower) if word]


def _unmarked(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


BARE = {code: _unmarked(chr(code)) for code in LATIN} | JOINED


class Forms(NamedTuple):
    """The words something is looked for by, and all of them in one, marked as the whole."""

    words: str
    whole: str


@lru_cache(1 << 16)
def name_forms(name: str) -> Forms:
    """Return every way a name is looked for: `De La Fontaine` as fontaine, lafontaine, delafontaine, and whole."""
    found = parts(name)
    forms = dict.fromkeys([word for word in found if word not in PARTICLES and len(word) > 1] or found)
    for start in range(len(found) - 1):
        if start == 0 or found[start - 1] in PARTICLES:
            forms |= dict.fromkeys(_runs(found[start:]))
    return Forms(" ".join(forms), f"={''.join(found)}")


def _runs(found: list[str]) -> list[str]:
    """Return the words joined up to the first that is no particle, and all of them joined."""
    end = next((n for n, word in enumerate(found) if word not in PARTICLES), len(found) - 1)
    return ["".join(found[: end + 1]), "".join(found)]


@lru_cache(1 << 16)
def first_name_forms(name: str) -> Forms:
    """Return every way a first name is looked for, and what it is as a whole, its initials among it: j, p, jp."""
    found = parts(name)
    initials = [word[0] for word in found]
    several = len(found) > 1
    forms = (*found, "".join(found), "".join(initials)) if several else found
    return Forms(" ".join(dict.fromkeys(forms)), " ".join(dict.fromkeys((*initials, f"={''.join(found)}"))))


def place_forms(city: str, postcode: str) -> Forms:
    """Return every way a town is looked for: its words, its postcode, its department, the number of its district."""
    words, whole = _town(city)
    return Forms(f"{words} {_code(postcode)}", whole)


@lru_cache(1 << 16)
def _town(city: str) -> Forms:
    found = [ORDINAL.sub(r"\1", word) for word in parts(city) if word not in UNSAID]
    kept = [word for word in found if word not in PARTICLES] or found
    letters = [word for word in found if word.isalpha()]
    whole = ["".join(letters)] if len(letters) > 1 else []
    if whole and letters[0] in PARTICLES:
        whole.append("".join(letters[1:]))
    return Forms(" ".join(dict.fromkeys((*kept, *whole))), f"={''.join(letters)}")


def _code(postcode: str) -> str:
    code = postcode.strip()
    return f"{code} {code[: 3 if code.startswith('97') else 2]}" if code.isdigit() else ""


@lru_cache(1 << 12)
def what_forms(label: str) -> str:
    """Return every way a profession or speciality is looked for: `Cardiologie` also as cardiologue."""
    found = parts(label)
    said = [word for word in found if word not in PARTICLES]
    whole = "".join(found)
    forms = [form for word in (*said, whole) for form in _said(word)]
    if len(whole) <= 3 or all(len(word) == 1 for word in found[:3]):  # O.R.L et chirurgie …
        forms.append("".join(word for word in found if len(word) == 1))
    return " ".join(dict.fromkeys((*said, *([whole] if len(found) > 1 else []), *forms)))


def _said(word: str) -> list[str]:
    """Return what those are called who do this, man and woman."""
    made = [word[: -len(end)] + other for end, others in ENDINGS for other in others if word.endswith(end)]
    return [*made, *_synonyms().get(word, ())]


ENDINGS = (
    ("logie", ("logue", "logiste")), ("logue", ("logie",)), ("iatrie", ("iatre",)), ("pedie", ("pediste",)),
    ("ier", ("iere",)), ("ien", ("ienne",)), ("teur", ("trice",)), ("istrie", ("iste",)),
)  # fmt: skip


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    text = (resources.files("portal.directory") / "synonyms.toml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


def structure_forms(name: str) -> str:
    """Return the words a structure is looked for by."""
    return " ".join(dict.fromkeys(word for word in parts(name) if word not in PARTICLES and len(word) > 1))


class Sought:
    """One word that was typed, and its other spellings: joined to the particles before it."""

    __slots__ = ("others", "word")

    def __init__(self, word: str, others: tuple[str, ...] = ()) -> None:
        self.word = word
        self.others = others


LONGEST, MOST = 120, 8  # characters and words that are looked at


def sought(typed: str) -> list[Sought]:
    """Return the words to be looked for in what was typed; titles and small words are passed over."""
    text = ASIDE.sub(" ", typed[:LONGEST])
    found = [ORDINAL.sub(r"\1", word) for word in parts(text)]
    told = [word for word in found if word not in TITLES] or found
    wanted: list[Sought] = []
    before: list[str] = []
    for word in told:
        if word in PARTICLES and len(told) > 1:
            before.append(word)
            continue
        others = tuple("".join((*before[at:], word)) for at in range(len(before)))
        wanted.append(Sought(word, others))
        before = []
    if not wanted and told:
        wanted = [Sought("".join(told))]
    return wanted[:MOST]


def number(typed: str) -> str | None:
    """Return the national number that was typed, alone or among words: 9 to 12 digits."""
    inside = re.search(r"(?<!\d)(\d{11,12})(?!\d)", typed)
    if inside:
        return inside[1]
    bare = re.sub(r"[\s.]+", "", typed)
    return bare if bare.isascii() and bare.isdigit() and 9 <= len(bare) <= 12 else None
