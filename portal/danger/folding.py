"""Folds what people type to bare words: without case, accents, marks, tricks of spelling; sentences stay apart."""

import re
import unicodedata
from functools import lru_cache

END = "."  # the word that stands for the end of a sentence
MOST_WORDS = 1000  # of one message: Telegram lets nobody send many more
LONGEST_WORD = 40
# Their letter is written twice: with one, they are words of danger.
TWICE = frozenset(("poisson", "poissons"))

SPELT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
    # Letters of other scripts that look like ours, as they hide a word from a filter.
    | dict(zip("аеорсухіѕјԁɡһкмтвн", "aeopcyxisjdghkmtbh", strict=True))
    | dict(zip("αεορτυικνβη", "aeoptuikvbn", strict=True))
    # Arabic: one letter where writing wavers between several, one form of each.
    | {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "گ": "ك", "ـ": "", "ٱ": "ا", "ء": ""}
)
SIGNS = {"🆘": " sos ", "🚑": " ambulance ", "🩸": " sang "}
_WORD = re.compile(r"[^\W_]+|[.!?;\n…؟]+")
_LONG = re.compile(r"(.)\1+")
_DIGITS = str.maketrans("013457@$€", "oieastase")
_TRICK = re.compile(r"[a-z][013457@$€*]+[a-z]")
_STARRED = re.compile(r"(?<=[^\W\d_])[*·•]{1,2}(?=[^\W\d_])")  # su*cide
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_][.\-_]){3,}[^\W\d_](?!\w)")  # m.o.u.r.i.r


def fold(text: str) -> list[str]:
    """Return the words of a text, at most `MOST_WORDS`; `END` stands between sentences."""
    whole = _DOTTED.sub(lambda found: re.sub(r"[.\-_]", "", found[0]), _STARRED.sub("", plain(text)))
    words = [_squeezed(word) for word in _WORD.findall(whole)[:MOST_WORDS]]
    return _spelt_out(words)


def plain(text: str) -> str:
    """Return a text in lower case, without accents and signs nobody sees, in one alphabet."""
    for sign, word in SIGNS.items():
        if sign in text:
            text = text.replace(sign, word)
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKC", text).casefold().translate(SPELT)
    bare = (c for c in unicodedata.normalize("NFKD", lower) if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(bare).translate(SPELT)


@lru_cache(maxsize=20_000)
def _squeezed(word: str) -> str:
    """Return a word with each letter once where it stands several times in a row: aidezzz, mourrir."""
    if not word[0].isalnum():
        return END
    if word in TWICE:
        return word
    return word[:LONGEST_WORD] if word.isdigit() else _LONG.sub(r"\1", word[:LONGEST_WORD])


def untricked(word: str) -> str:
    """Return a word with the letters that digits stand for: resp1rer, su1c1de."""
    return word.translate(_DIGITS) if _TRICK.search(word) else word


def _spelt_out(words: list[str]) -> list[str]:
    """Join letters that stand alone, four and more in a row: m o u r i r."""
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word != END and not word.isdigit():
            run.append(word)
            continue
        joined += ["".join(run)] if len(run) >= 4 else run
        run = []
        joined.append(word)
    return joined[:-1]
