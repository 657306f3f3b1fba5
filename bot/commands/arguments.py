"""Every command and its options, as `--help` tells them; nothing here imports what a command needs."""

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.commands import arguments_keys, arguments_running, document_options, followup_options, options
from bot.commands.options import Nouns
from locales import DEFAULT, LANGUAGES
from portal.faq import topics

DESCRIPTION = "A patient portal you can talk to, on Telegram."
ENDS = (
    "Exit codes: 0 done, 1 refused with a reason, 2 wrong usage or settings. Settings: MASANTE_… variables."
)


class _Version(argparse.Action):
    """Tells which version is installed; looked up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version  # noqa: PLC0415  slower than all of `--help`

        parser._print_message(f"masante {version('masante-bot')}\n", sys.stdout)
        parser.exit()


@cache  # whoever runs many commands in one process, as tests do, makes it once: it is half of what a short one costs
def parser() -> argparse.ArgumentParser:
    """Return the whole tree; what was asked for is in `command`, as `noun.verb`."""
    whole = argparse.ArgumentParser("masante", description=DESCRIPTION, epilog=ENDS, allow_abbrev=False)
    whole.add_argument("--version", action=_Version, nargs=0, help="which version this is, then exit")
    nouns = whole.add_subparsers(metavar="COMMAND", required=True)
    people = (_service, _patient, _export, _carnet, _professional, _directory, _faq)
    for add in (*people, document_options.add, followup_options.add, _questionnaire, _journal):
        add(nouns)
    arguments_running.add(nouns)
    arguments_keys.add(nouns, options.noun, options.command)
    return whole


def read(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what was asked for; wrong usage ends the program with 2, as does a word (no file) that is not UTF-8."""
    options = parser().parse_args(arguments)
    for name, value in vars(options).items():
        for said in value if isinstance(value, list) else [value]:
            if isinstance(said, str) and any("\ud800" <= one <= "\udfff" for one in said):
                parser().error(f"argument {name.removesuffix('_here')}: not text in UTF-8")
    return options


def _service(nouns: Nouns) -> None:
    demo = options.command(nouns, "service.demo", "demo", "everything on one machine, with a chat page")
    demo.add_argument("--port", type=options.port, default=8080, help="of the page (8080)")
    demo.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="where it is kept")
    demo.add_argument("--fresh", action="store_true", help="start over: forget everything")
    options.command(nouns, "service.run", "run", "the bot, by long polling or webhook")
    options.command(nouns, "service.migrate", "migrate", "bring the database's schema to this version")
    options.command(nouns, "doctor.examine", "doctor", "check settings, reach every service, say what is off")


def _export(nouns: Nouns) -> None:
    export = options.command(
        nouns, "export.export", "export", "all of a patient's record in one encrypted ZIP"
    )
    export.add_argument(
        "--patient", required=True, metavar="EMAIL|ID", help="whose record; she is told at once"
    )
    export.add_argument("file", type=Path, metavar="FILE.zip", help="a file that is not there yet")
    export.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="else one is drawn, and shown once"
    )


def _patient(nouns: Nouns) -> None:
    verb = options.noun(nouns, "patient", "accounts of patients")
    create = verb("create", "open an account and send its invitation")
    for option in ("--email", "--phone", "--first-name", "--last-name"):
        create.add_argument(
            option, required=True, type=options.name if option.endswith("name") else options.words
        )
    create.add_argument("--birth-date", type=options.birth_date, metavar="YYYY-MM-DD")
    create.add_argument("--language", choices=LANGUAGES, help="of everything that reaches the patient")
    create.add_argument("--timezone", type=options.zone, metavar="ZONE", help="such as Indian/Reunion")
    verb("list", "every account")
    options.whose(verb("show", "what is known of an account, without any health data"))
    options.whose(verb("lock", "close an account: its chat sees nothing any more, nobody signs in"))
    options.whose(verb("unlock", "open a locked account again"))
    options.whose(verb("unlink", "end the link between an account and its chat"))
    contact = verb("contact", "correct an e-mail address or phone number, once you have made sure who asks")
    options.whose(contact)
    which = contact.add_mutually_exclusive_group(required=True)
    for option in ("--to-email", "--to-phone"):
        which.add_argument(option, type=options.words, metavar="NEW")
    timezone = verb("timezone", "where a patient lives from now on: the hours of her follow-ups move there")
    options.whose(timezone)
    timezone.add_argument(
        "--to", type=options.zone, required=True, metavar="ZONE", help="such as Indian/Reunion"
    )
    _leaving(verb)
    correct = verb("correct", "write a name or birth date anew, once verified; the patient is told")
    options.whose(correct)
    correct.add_argument("--first-name", type=options.name)
    correct.add_argument("--last-name", type=options.name)
    correct.add_argument("--birth-date", type=options.birth_date, metavar="YYYY-MM-DD")
    options.record(
        verb("identity", "who a patient is, how she is reached and lives, whom to notify; journalled"),
        "who asks: only if she may read the record",
    )
    options.whose(verb("invite", "send a new invitation; earlier ones are worth nothing any more"))


def _leaving(verb: options.Verb) -> None:
    erase = verb(
        "erase", "erase an account with everything of it, now and for good (by letter, GDPR article 17)"
    )
    hold = verb(
        "hold", "keep a record as the law asks: nothing of it is erased before a day; the patient is told"
    )
    release = verb("release", "end a hold: the record is erased when its patient wants")
    for one, function in ((erase, "erase"), (hold, "hold"), (release, "release")):
        options.whose(one)
        one.set_defaults(command=f"departure.{function}")
    erase.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
    hold.add_argument("--reason", required=True, type=options.words, help="for the operators; sealed")
    hold.add_argument("--until", required=True, type=options.day, metavar="YYYY-MM-DD", help="the last day")


def _carnet(nouns: Nouns) -> None:
    verb = options.noun(nouns, "carnet", "health records of children")
    create = verb("create", "open a child's carnet, held by a parent")
    create.add_argument("--parent", required=True, metavar="EMAIL|ID", help="the patient who holds it")
    create.add_argument("--first-name", required=True, type=options.name)
    create.add_argument("--birth-date", required=True, type=options.birth_date, metavar="YYYY-MM-DD")
    verb("list", "every carnet, and who reads it")
    for word, does in (
        ("show", "who holds and shares a carnet, and the invitations to it; nothing of health"),
        ("unlock", "let a carnet be shared again whose birth date was told wrong three times"),
    ):
        options.either(verb(word, does), "carnet", "ID", "--carnet")
    own = verb("access", "give whom a carnet is about an access of her own, from 15 years on; or end it")
    options.either(own, "carnet", "ID", "--carnet")
    how = own.add_mutually_exclusive_group()
    how.add_argument("--email", help="where her invitation goes: an account is opened")
    how.add_argument("--patient", metavar="EMAIL|ID", help="the account that she has already")
    how.add_argument("--end", action="store_true", help="end it")
    own.add_argument("--phone", help="where her codes go")
    own.add_argument("--last-name", type=options.name, help="as on her papers")


def _professional(nouns: Nouns) -> None:
    verb = options.noun(nouns, "professional", "professionals who follow patients")
    create = verb("create", "register a professional")
    for option in ("--rpps", "--first-name", "--last-name", "--profession", "--email"):
        create.add_argument(
            option, required=True, type=options.words if option == "--email" else options.name
        )
    create.add_argument("--structure", type=options.name_or_none, default="", help="where she works")
    verb("list", "every professional")
    disable = verb("disable", "close a professional's access, at once and for good")
    options.either(disable, "professional", "ID", "--professional")


def _directory(nouns: Nouns) -> None:
    verb = options.noun(nouns, "directory", "professionals as the national extractions list them")
    bring_in = verb("import", "take extractions of the RPPS and of FINESS in place of those of before")
    bring_in.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="as published, .zip and .gz too"
    )
    bring_in.add_argument(
        "--partial", action="store_true", help="even when one is cut, or much smaller than before"
    )
    search = verb(
        "search", "find professionals by name, town, profession, structure or number, mistyped or not"
    )
    search.add_argument(
        "query", help='words; "-" reads one query a line, and writes one line of JSON for each'
    )
    search.add_argument("--limit", type=options.count, default=10, metavar="N", help="at most so many (10)")


def _faq(nouns: Nouns) -> None:
    verb = options.noun(nouns, "faq", "what patients ask about the portal")
    ask = verb("ask", "which topic a question is about, as the bot would answer it")
    ask.add_argument(
        "question", help='words; "-" reads one question a line, and writes one line of JSON for each'
    )
    ask.add_argument("--language", choices=topics.LANGUAGES, help="of who asks (else it is found out)")
    gaps = verb("gaps", "what was asked in vain, in words that name nobody, with the nearest topics")
    gaps.add_argument("--limit", type=options.count, default=50, metavar="N", help="at most so many (50)")
    learn = verb("learn", "add a wording of a topic to the operator's own file")
    learn.add_argument("topic", choices=topics.TOPICS, metavar="TOPIC", help=" ".join(topics.TOPICS))
    learn.add_argument("wording", type=options.words)
    learn.add_argument(
        "--language", choices=topics.LANGUAGES, default=DEFAULT, help=f"of the wording ({DEFAULT})"
    )


def _questionnaire(nouns: Nouns) -> None:
    verb = options.noun(nouns, "questionnaire", "FHIR R4 forms")
    verb("check", "warnings and refusals, each with its linkId and code").add_argument("file", type=Path)
    play = verb("play", "walk a form as the bot would; JSON out")
    play.add_argument("file", type=Path)
    play.add_argument("--answers", type=Path, metavar="RESPONSE.json", help="a FHIR QuestionnaireResponse")
    play.add_argument(
        "--language", choices=LANGUAGES, default=DEFAULT, help="in which to ask in the terminal"
    )


def _journal(nouns: Nouns) -> None:
    verb = options.noun(nouns, "journal", "who did what to whose record")
    show = verb("show", "the lines of a record")
    options.patient_or_carnet(show, also=("--service", "what operators did to the installation itself"))
    verify = verb("verify", "that no line was changed, added or taken away")
    verify.add_argument(
        "--anchor", type=options.anchor, metavar="N:MAC", help="which the log has told: it must be there"
    )
