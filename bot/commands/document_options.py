"""The options of `masante document` and `masante emergency`."""

import argparse
from pathlib import Path

from bot.commands import options
from bot.commands.options import Nouns, Verb

HERSELF = "who asks, by the id that `professional create` gave"


def add(nouns: Nouns) -> None:
    """Add both nouns and their verbs."""
    _document(options.noun(nouns, "document", "documents of a record"))
    _emergency(options.noun(nouns, "emergency", "what is meant for an emergency, opened for four hours"))


def _document(verb: Verb) -> None:
    deposit = verb("deposit", "put a file into a record; those who read it are told that something is new")
    options.patient_or_carnet(deposit)
    _herself(deposit, "who deposits")
    deposit.add_argument(
        "--type", required=True, metavar="CODE", help="LOINC: 11490-0, 57833-6 …; another one lists them"
    )
    deposit.add_argument(
        "--title", required=True, type=options.words, help="a few words, 120 characters at most"
    )
    deposit.add_argument("--date", type=options.day, metavar="YYYY-MM-DD", help="of the document (today)")
    deposit.add_argument("--urgent", action="store_true", help="emergency physicians may see it")
    deposit.add_argument("file", type=Path, metavar="FILE", help="a picture or a PDF, 20 MB at most")
    listed = verb("list", "the documents that a professional may see, the latest day first")
    _asked(listed)
    listed.add_argument("--bundle", action="store_true", help="one FHIR Bundle of DocumentReference")
    read = verb("read", "write a document to a file of this machine")
    _asked(read)
    _which(read, "as `document list` names it")


def _emergency(verb: Verb) -> None:
    opening = verb(
        "open", "open a record in an emergency, for four hours; those who read it are told at once"
    )
    options.patient_or_carnet(opening)
    _herself(opening, HERSELF)
    opening.add_argument("--reason", required=True, help="why, in a few words: the patient will read them")
    listed = verb("list", "emergency accesses, standing and past: a professional's own, or all")
    options.patient_or_carnet(listed, required=False)
    listed.add_argument("--professional", metavar="ID", help="whose (all; then without their reasons)")
    read = verb("read", "write a document meant for emergencies to a file, while her own access stands")
    options.patient_or_carnet(read)
    _herself(read, HERSELF)
    _which(read, "as `emergency open` names it")
    close = verb("close", "end an emergency access before its time")
    close.add_argument("emergency", metavar="ID", help="as `emergency open` gave it")
    close.add_argument("--professional", metavar="ID", help="who ends her own (else the operator, any)")


def _asked(command: argparse.ArgumentParser) -> None:
    options.patient_or_carnet(command)
    command.add_argument("--professional", metavar="ID", help="who asks: only what she may see")


def _herself(command: argparse.ArgumentParser, by: str) -> None:
    command.add_argument("--professional", required=True, metavar="ID", help=by)


def _which(command: argparse.ArgumentParser, named: str) -> None:
    command.add_argument("document", metavar="DOCUMENT", help=named)
    options.new_file(command)
