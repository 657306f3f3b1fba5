"""What commands have in common: nouns and verbs, whose record is meant, and how a word, day or number is read."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

Nouns: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Verb: TypeAlias = Callable[[str, str], argparse.ArgumentParser]

YEARS = range(1900, 9999)  # a day later is one yet
MOST = 1_000_000
LARGEST_ROW = (1 << 63) - 1  # what a database numbers rows with
LONGEST_NAME = 100


def noun(nouns: Nouns, word: str, what: str) -> Verb:
    """Add a noun; the function returned adds one of its verbs."""
    own = nouns.add_parser(word, help=what, description=_sentence(what), allow_abbrev=False)
    verbs: Nouns = own.add_subparsers(metavar="COMMAND", required=True)
    return lambda verb, does: command(verbs, f"{word}.{verb}", verb, does)


def command(among: Nouns, name: str, word: str, does: str) -> argparse.ArgumentParser:
    """Add a command that ends here: a verb, or a noun without verbs; `name` says which function does it."""
    own = among.add_parser(word, help=does, description=_sentence(does), allow_abbrev=False)
    own.add_argument("--json", action="store_true", help="answer in JSON")
    own.set_defaults(command=name)
    return own


def record(
    of: argparse.ArgumentParser,
    by: str = "who asks: only what she may see and do",
    *,
    required: bool = True,
) -> None:
    """Take a patient's record or a child's, and the professional who asks."""
    patient_or_carnet(of, required=required)
    of.add_argument("--professional", metavar="ID", help=by)


def patient_or_carnet(
    of: argparse.ArgumentParser, *, required: bool = True, also: tuple[str, str] | None = None
) -> None:
    """Take a patient's record, or a child's; `also` is a switch that stands for neither, and its help."""
    one = of.add_mutually_exclusive_group(required=required)
    one.add_argument("--patient", metavar="EMAIL|ID", help="whose record")
    one.add_argument("--carnet", metavar="ID", help="which child's record")
    if also:
        one.add_argument(also[0], action="store_true", help=also[1])


def whose(of: argparse.ArgumentParser) -> None:
    """Take a patient, in her place or by an option."""
    either(of, "patient", "EMAIL|ID", "--patient", "--email")


def either(of: argparse.ArgumentParser, name: str, metavar: str, *options: str) -> None:
    """Take one value in its place or by its option."""
    one = of.add_mutually_exclusive_group(required=True)
    one.add_argument(f"{name}_here", nargs="?", metavar=metavar)
    one.add_argument(*options, dest=name, metavar=metavar)


def new_file(of: argparse.ArgumentParser) -> None:
    """Take where to write, where nothing is yet."""
    of.add_argument("--out", type=Path, required=True, metavar="FILE", help="a file that is not there yet")


def _sentence(what: str) -> str:
    return what[0].upper() + what[1:] + "."


def words(text: str) -> str:
    """Read words on one line."""
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("write at least one character, and no line break")
    return text.strip()


def name(text: str) -> str:
    """Read a name of somebody or of a place."""
    if len(said := words(text)) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"write {LONGEST_NAME} characters at most")
    return said


def name_or_none(text: str) -> str:
    """Read a name, or nothing."""
    return name(text) if text.strip() else ""


def day(text: str) -> date:
    """Read a day that somebody may live to see, or has."""
    try:
        told = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write year-month-day, 2026-03-25") from None
    if told.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text} is no day of the years {YEARS.start} to {YEARS.stop - 1}")
    return told


def birth_date(text: str) -> date:
    """Read a day that has come."""
    born = day(text)
    if born > date.today():  # noqa: DTZ011  on the clerk's own calendar
        raise argparse.ArgumentTypeError(f"{text} has not come yet")
    return born


def zone(text: str) -> str:
    """Read a time zone's name."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"no time zone {text!r}: write one such as Europe/Paris") from None


def count(text: str) -> int:
    """Read how many."""
    if not text.isdecimal() or not 1 <= (number := int(text[:20])) <= MOST:
        raise argparse.ArgumentTypeError(f"write a whole number, 1 to {MOST}")
    return number


def row(text: str) -> int:
    """Read the number of a row."""
    if not text.removeprefix("-").isdecimal() or int(text.removeprefix("-")[:20]) > LARGEST_ROW:
        raise argparse.ArgumentTypeError("write the number that stands in the list")
    return int(text)


def port(text: str) -> int:
    """Read a port."""
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("write a port, 0 to 65535 (0 takes a free one)")
    return int(text)


def anchor(text: str) -> tuple[int, str]:
    """Read the number and the mac of an anchor of the journal."""
    number, _, mac = text.partition(":")
    if (
        not number.isdecimal()
        or int(number[:20]) > LARGEST_ROW
        or len(mac) < 16
        or set(mac) - set("0123456789abcdef")
    ):
        raise argparse.ArgumentTypeError(
            "write number and mac as the log tells them: 812:3fa90c…, 16 digits or more"
        )
    return int(number), mac
