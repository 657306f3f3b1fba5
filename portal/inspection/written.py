"""Words that a PDF holds as text: what its fonts say that each sign stands for, in the order they are drawn.

Enough to find a paper again and to see what it is about; where words lie on the page is not looked at.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import pikepdf

LONGEST = 20_000  # signs of a page
SIGNS = 70_000  # that a font may name
DEPTH = 3  # of drawings inside drawings
DRAWS = "Tf Tj TJ ' \" Td TD Tm T* Do"
GAP = -150  # thousandths of a letter's height: a jump as wide as a space
MAPS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
ACCENTS = {
    "acute": "\u0301",
    "grave": "\u0300",
    "circumflex": "\u0302",
    "dieresis": "\u0308",
    "cedilla": "\u0327",
}
NAMED = {
    "space": " ", "period": ".", "comma": ",", "colon": ":", "slash": "/", "hyphen": "-", "quoteright": "'",
    "quotesingle": "'", "parenleft": "(", "parenright": ")", "percent": "%", "oe": "œ", "degree": "°",
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip

Reads: TypeAlias = Callable[[bytes], str]


def page_text(page: Any) -> str:
    """Return the words that are written on a page of a PDF (pikepdf's); nothing for what cannot be understood."""
    text = ""
    try:
        for piece in _drawn(page, page.get("/Resources", {}), DEPTH):
            text += piece
            if len(text) > LONGEST:
                break
    except Exception:  # what strangers write breaks readers in ways of its own
        return text
    return text


def _drawn(where: Any, resources: Any, depth: int) -> Iterator[str]:
    """Yield words, and the spaces and line ends between them, as a page or a drawing on it draws them."""
    fonts: dict[str, Reads] = {}
    read: Reads = _nothing
    drawn: Any = pikepdf.parse_content_stream(where, DRAWS)
    for operands, operator in drawn:
        match str(operator):
            case "Tf":
                name = str(operands[0])
                read = fonts.setdefault(name, _font(resources["/Font"][name]))
            case "TJ":
                yield "".join(_piece(one, read) for one in operands[0])
            case "Tj":
                yield read(bytes(operands[0]))
            case "'" | '"':
                yield "\n" + read(bytes(operands[-1]))
            case "Td" | "TD":
                yield "\n" if float(operands[1]) else " "
            case "Tm" | "T*":
                yield "\n"
            case "Do" if (
                depth and (form := resources["/XObject"][str(operands[0])]).get("/Subtype") == "/Form"
            ):
                yield from _drawn(form, form.get("/Resources", resources), depth - 1)


def _piece(one: Any, read: Reads) -> str:
    if isinstance(one, pikepdf.String):
        return read(bytes(one))
    return " " if float(one) < GAP else ""


def _font(font: Any) -> Reads:
    """Return what reads the text of a font."""
    several = font.get("/Subtype") == "/Type0"
    if "/ToUnicode" in font:
        signs = dict(_mapped(font["/ToUnicode"].read_bytes()))
        return lambda text: "".join(_looked_up(text, signs, 2 if several else 1))
    if several:
        return _nothing
    encoding = font.get("/Encoding", "")
    changed = (
        dict(_differences(encoding.get("/Differences", [])))
        if isinstance(encoding, pikepdf.Dictionary)
        else {}
    )
    plain = "mac_roman" if "MacRoman" in str(encoding) else "cp1252"
    usual = {one: bytes((one,)).decode(plain, "ignore") for one in range(256)} | changed
    return lambda text: "".join(usual[one] for one in text)


def _nothing(_text: bytes) -> str:
    return ""


def _looked_up(text: bytes, signs: Mapping[int, str], width: int) -> Iterator[str]:
    for at in range(0, len(text) - width + 1, width):
        yield signs.get(int.from_bytes(text[at : at + width], "big"), "")


def _mapped(table: bytes) -> Iterator[tuple[int, str]]:
    """Yield code and sign of a ToUnicode table (ISO 32000-2, 9.10.3)."""
    left = SIGNS
    for kind, body in MAPS.findall(table):
        found = [
            opening or closing or bytes.fromhex(code.decode()) for code, opening, closing in HEX.findall(body)
        ]
        while len(found) > 1 and left > 0:
            first = last = int.from_bytes(found.pop(0), "big")
            if kind == b"range":
                last = min(int.from_bytes(found.pop(0), "big"), first + left)
            signs = _listed(found) if found[0] == b"[" else _counted(found.pop(0), last - first + 1)
            yield from zip(range(first, last + 1), signs, strict=False)
            left -= last - first + 1


def _listed(found: list[bytes]) -> list[str]:
    end = found.index(b"]")
    signs = [one.decode("utf-16-be", "ignore") for one in found[1:end]]
    del found[: end + 1]
    return signs


def _counted(first: bytes, count: int) -> Iterator[str]:
    start = first.decode("utf-16-be", "ignore")
    for number in range(count if start else 0):
        yield start[:-1] + chr(min(ord(start[-1]) + number, 0x10FFFF))


def _differences(listed: Any) -> Iterator[tuple[int, str]]:
    """Yield code and sign where a font's table differs from the usual one: numbers, and the names that follow them."""
    code = 0
    for one in listed:
        if isinstance(one, pikepdf.Name):
            yield code, _named(str(one)[1:])
            code += 1
        else:
            code = int(one)


def _named(name: str) -> str:
    """Return the sign that a glyph's name stands for."""
    if len(name) == 1:
        return name
    if name[0] in "aceiouyACEIOUYnN" and name[1:] in ACCENTS:
        return unicodedata.normalize("NFC", name[0] + ACCENTS[name[1:]])
    if re.fullmatch(r"uni[0-9A-F]{4}", name):
        return chr(int(name[3:], 16))
    return NAMED.get(name, "")
