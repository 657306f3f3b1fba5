"""Reads what people type: numbers, dates, hours, yes and no, as they are written in their language."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from locales import base, words

LONGEST = 60  # nobody writes a number or a date in more characters; what is longer is not tried

# As Arabic writes them, beside its digits; and letters that many write for each other.
ARABIC_SIGNS = str.maketrans({"٫": ".", "٬": "", "،": ",", "٪": "%"})
ARABIC_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None})
UNSEEN = "Cf"  # marks of direction and joining: Unicode's category of what shows nothing


def western(text: str) -> str:
    """Return the text with its digits and the signs of its numbers as Europe writes them: ١٢٫٥ is 12.5."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.translate(ARABIC_SIGNS))


def fold(text: str) -> str:
    """Return the text in lower case, without accents, marks around it or doubled spaces; digits are 0 to 9."""
    plain = unicodedata.normalize("NFKD", western(text).replace("’", "'").casefold())
    seen = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != UNSEEN)
    return re.sub(r"\s+", " ", seen.translate(ARABIC_LETTERS)).strip(" .!,;¡")


def _folded(*said: str) -> frozenset[str]:
    return frozenset(fold(word) for word in said)


YES, NO = _folded(*words.YES), _folded(*words.NO)
SKIP, BACK, LEAVE = _folded(*words.SKIP), _folded(*words.BACK), _folded(*words.LEAVE)
GO_ON, MENU, SAME = _folded(*words.GO_ON), _folded(*words.MENU), _folded(*words.SAME)
STOP, LATER, BEGIN = _folded(*words.STOP), _folded(*words.LATER), _folded(*words.BEGIN)
UNSURE = _folded(*words.UNSURE)
WONDERS = tuple(re.sub(r"['-]", " ", fold(said)) + " " for said in words.WONDERS)
DAYS = {fold(said): shift for shift, days in words.DAYS.items() for said in days}
PLAIN_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,12})?$")
GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:([ \u00a0\u202f])\d{3}(?:\1\d{3})*([.,]\d{1,12})?"  # 1 234,5
    r"|(?:\.\d{3})+,\d{1,12}|(?:,\d{3})+\.\d{1,12}|(?:\.\d{3}){2,}|(?:,\d{3}){2,})$"
)
OUT_OF_TEN = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:/|sur|out of|de|em|من)\s*(\d+)$")
AMONG = re.compile(
    r"(?:^|(?<=[\s'’:=]))([+-]?\d{1,12}(?:[.,]\d{1,12})?)"
    r"(?:\s*(?:/|sur|out of|de|em|من)\s*(\d+))?(?=$|[\s°!?;]|[.,](?:\s|$))"
)
CLOCK = r"\b(?:à|a|at|las|às|vers)?\s*\d{1,2}\s?(?:h|:)\s?(?:\d{2})?\b"
SHORTEST = 3  # letters of words that are looked for among others
DENIES, BUT, BETWEEN = _folded(*words.DENIES), _folded(*words.BUT), _folded(*words.BETWEEN)
# `ça saigne plus`, at the end.
DENIES_AFTER = (["pas"], ["plus"], ["pas", "du", "tout"], ["plus", "du", "tout"])
NOT_JUST, TIMES, EITHER = _folded(*words.NOT_JUST), _folded(*words.TIMES), _folded(*words.EITHER)
ASKS, ASKING = re.compile(r"[?؟]"), _folded(*words.ASKING)
NOTHING, LONGEST_NOTHING = _folded(*words.NOTHING), 5  # words
FEW = 4  # words, of which the first may be a yes or a no
AGREES, LONGEST_AGREEMENT = _folded(*words.AGREES), 4  # words
HOW_MANY = re.compile(r"\b(?:combien (?:de |d')|how (?:many|often)|cuant[ao]s|quant[ao]s|كم)")
ARTICLE = re.compile(r"^[وفبلك]?(?:ال|لل)(?=..)")  # which Arabic writes together with its noun
LIKE = 5  # letters by which words of one root differ: `saigne`, `saignement`
PUT_OFF = {word: until for until, said in words.PUT_OFF.items() for word in _folded(*said)}
UNITS = {unit: _folded(*said) for unit, said in words.UNITS.items()}
HOUR = re.compile(
    r"(?:الساعه\s*)?(\d{1,2})\s*(?:(?:h|hrs?|:|\.)\s*(?:(\d{2})\s*(?:min|h|hrs)?)?)?\s*([ap]\.? ?m|ص|م)?$"
)
NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
BEFORE_HOUR = re.compile(r"\s+(?:à|a|at|a las?|às|à la|على|في|الساعة|على الساعة)$")
ARABIC_MONTH = re.compile(r"(?<!\w)(" + "|".join(words.ARABIC_MONTHS) + r")(?!\w)")


def read_yes_no(text: str) -> bool | None:
    """Return True for a yes, False for a no, None for anything else."""
    folded = fold(text)
    if folded in YES:
        return True
    return False if folded in NO else None


def begins_yes_no(text: str) -> bool | None:
    """Return whether words that begin with a yes or a no say yes (`non, ça ne saigne plus`); None where neither does.

    Nor where they take some of it back: `oui, sauf le dernier`.
    """
    first, *others = _bare_words(text) or [""]
    return read_yes_no(first) if len(first) > 1 and not BUT & set(others) else None  # "y a …" is no yes


def says_yes_no(text: str) -> bool | None:
    """Return whether a few words say yes or no, or begin with it (`oui merci`); None where they do neither, or are many."""
    said = read_yes_no(text)
    return begins_yes_no(text) if said is None and len(text.split()) <= FEW else said


def says_nothing(text: str) -> bool:
    """Tell whether a few words say that none of several things is so: `rien`, `aucun des deux`, `non`."""
    bare = _bare_words(text)
    if not bare or len(bare) > LONGEST_NOTHING or BUT & set(bare):
        return False
    first = (bare[1:] if bare[0] in NO and len(bare) > 1 else bare)[0]
    return first in NOTHING or " ".join(bare) in NOTHING | NO


def begins_a_question(text: str) -> bool:
    """Tell whether words ask: by their mark, or by the first of them (`puis-je …`)."""
    first, *_others = _bare_words(text) or [""]
    return bool(ASKS.search(text)) or first in ASKING


def wonders(text: str) -> bool:
    """Tell whether words ask, or say that one does not know, by their last sign or by how they begin."""
    bare = re.sub(r"['-]", " ", fold(text))
    return asks_by_its_sign(text) or f"{bare} ".startswith(WONDERS)


def asks_by_its_sign(text: str) -> bool:
    """Tell whether words end with a question mark."""
    return text.rstrip(' "»)').endswith(("?", "؟"))


def agrees(text: str) -> bool:
    """Tell whether words say that what was shown back is right (`oui c'est ça`), and nothing else."""
    folded = fold(text)
    few = (
        len(folded.split()) <= LONGEST_AGREEMENT and not re.search(r"[\d@]", folded) and not ASKS.search(text)
    )
    return folded in AGREES or (few and bool(begins_yes_no(text))) or bool(read_yes_no(text))


def denies(text: str, question: str) -> bool:
    """Tell whether words deny what a question asks for, and name it: `pas de nausées`, `ça ne saigne plus`.

    Where it asks for this or that, both must be denied; a question that itself denies has no plain answer.
    """
    said, asked = _bare_words(text)[:LONGEST], _bare_words(question)
    if DENIES & set(asked) or (BUT | YES) & set(said):
        return False
    roots = {_root(word) for word in asked if len(word) > SHORTEST or not word.isascii()}
    denied = [
        word
        for at, word in enumerate(said)
        if (_denied_before(said, at) or said[at + 1 :] in DENIES_AFTER)
        and any(_alike(_root(word), root) for root in roots)
    ]
    return len(denied) > bool(EITHER & set(asked))


def _denied_before(said: list[str], at: int) -> bool:
    while at > 0 and said[at - 1] in BETWEEN:
        at -= 1
    word, *before = said[:at][::-1] or [""]
    return word in DENIES or (word == "plus" and bool({"n", "ne"} & set(before)))


def _root(word: str) -> str:
    """Return a word without its article and its last letters, as far as these only tell how many."""
    return ARTICLE.sub("", word).rstrip("s").rstrip("e") or word


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST and long.startswith(short) and len(long) - len(short) <= LIKE


def held_in(label: str, text: str) -> bool:
    """Tell whether words hold these, whole, in this order, and do not deny them."""
    wanted, found = _bare_words(label), _bare_words(text)
    if not wanted or len("".join(wanted)) < SHORTEST:
        return False
    places = (at for at in range(len(found) - len(wanted) + 1) if found[at : at + len(wanted)] == wanted)
    return any(not _denied_before(found, at) for at in places)


def _bare_words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def read_number(text: str, *, out_of: int | None = None) -> Decimal | None:
    """Return an exact number from `37,8`, `37.8`, `1 234,5`, or `3/10` where `out_of` is 10; else None.

    A single point or comma begins the decimals, in every language; with both, or several, it is clear which do not.
    """
    trimmed = western(text).strip().replace("−", "-")
    if len(trimmed) > LONGEST:
        return None
    fraction = OUT_OF_TEN.match(trimmed.casefold())
    if fraction:
        trimmed = fraction[1] if out_of is not None and int(fraction[2]) == out_of else ""
    if GROUPED.match(trimmed):
        group = next(sign for sign in trimmed.lstrip("+-") if not sign.isdigit())
        trimmed = trimmed.replace(group, "")
    return Decimal(trimmed.replace(",", ".")) if PLAIN_NUMBER.match(trimmed) else None


def number_among(text: str, *, out_of: int | None = None, asked: str = "") -> Decimal | None:
    """Return the only number among other words (`38,7 ce matin`, `j'ai 38,7`); None where another may be meant.

    Hours (`à 8h30`) are no number, nor is the 10 of `7 sur 10`; a few words beside it make a number another one, but
    not those of the question itself (`6 heures`), nor `2 fois` where it is asked how many.
    """
    said = re.sub(CLOCK, " ", western(text).casefold().replace("−", "-")) if len(text) <= LONGEST else ""
    found = [(one[1], one[2]) for one in AMONG.finditer(said)]
    others = len(re.findall(r"\d+(?:[.,]\d+)*", said)) - sum(2 if whole else 1 for _number, whole in found)
    other = NOT_JUST - set(_bare_words(asked)) - (TIMES if HOW_MANY.search(fold(asked)) else set())
    if len(found) != 1 or others or other & set(re.split(r"[\s'.,;!?°]+", fold(said))):
        return None
    number, whole = found[0]
    return read_number(number) if not whole or int(whole) == out_of else None


def read_time(text: str) -> time | None:
    """Return an hour of the day from `8h30`, `08:30`, `20 h`, `8 pm`; else None."""
    found = HOUR.match(fold(text)) if len(text) <= LONGEST else None
    if found is None or (found[2] is None and found[0] == found[1]):  # a number alone is no hour
        return None
    hour, half = int(found[1]), found[3]
    if half:
        hour = hour % 12 + 12 * (half[0] in "pم") if 1 <= hour <= 12 else 24
    try:
        return time(hour, int(found[2] or 0))
    except ValueError:
        return None


def read_moment(text: str, language: str, today: date) -> tuple[date, time] | None:
    """Return a day and an hour from `12/03/2026 8h30`, `hier à 20:00`, `ayer a las 8:30`; else None."""
    said = western(text).split()
    for cut in (1, 2):  # the hour is the last word, or two: `8 pm`, `20 h`
        before, hour = " ".join(said[:-cut]), read_time(" ".join(said[-cut:]))
        day = read_date(BEFORE_HOUR.sub("", before), language, today) if hour else None
        if day is not None and hour is not None:
            return day, hour
    return None


def read_date(text: str, language: str, today: date) -> date | None:
    """Return a day from `hier`, `12/03/2026`, `12/03/26`, `2026-03-12`, `12 mars 2026`; else None."""
    folded = fold(text)
    if len(text) > LONGEST or not folded:
        return None
    if folded in DAYS:
        return today + timedelta(days=DAYS[folded])
    numeric = NUMERIC_DATE.match(folded)
    if numeric:
        return _day(int(numeric[3]), int(numeric[2]), int(numeric[1]), today)
    if re.match(r"\d{4}-\d{2}-\d{2}$", folded):
        year, month, day = map(int, folded.split("-"))
        return _day(year, month, day, today)
    spelled = ARABIC_MONTH.sub(lambda month: words.ARABIC_MONTHS[month[0]], western(text))
    return _spelled(spelled, language, today) if re.search(r"[^\W\d_]{3}", spelled) else None


def _day(year: int, month: int, day: int, today: date) -> date | None:
    if year < 100:
        year += 2000 if year <= today.year % 100 + 10 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spelled(text: str, language: str, today: date) -> date | None:
    import dateparser  # noqa: PLC0415  slow to import, needed only for months written out

    found = dateparser.parse(
        text,
        languages=list(dict.fromkeys((base(language), "fr", "en"))),
        settings={
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month"],
            "PREFER_DATES_FROM": "current_period",
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PARSERS": ["absolute-time"],
        },
    )
    return found.date() if found else None
