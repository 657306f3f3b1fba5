"""Every command and its options, as `--help` tells them; nothing here imports what a command needs."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.commands import arguments_keys
from locales import DEFAULT, LANGUAGES

Nouns: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Verb: TypeAlias = Callable[[str, str], argparse.ArgumentParser]

DESCRIPTION = "A patient portal you can talk to, on Telegram."
ENDS = (
    "Exit codes: 0 done, 1 refused with a reason, 2 wrong usage or settings. Settings: MASANTE_… variables."
)


def parser() -> argparse.ArgumentParser:
    """Return the whole tree; what was asked for is in `command`, as `noun.verb`."""
    whole = argparse.ArgumentParser("masante", description=DESCRIPTION, epilog=ENDS, allow_abbrev=False)
    nouns = whole.add_subparsers(metavar="COMMAND", required=True)
    for add in (_service, _patient, _carnet, _professional, _followup, _questionnaire, _journal):
        add(nouns)
    arguments_keys.add(nouns, _noun, _command)
    return whole


def _service(nouns: Nouns) -> None:
    demo = _command(nouns, "service.demo", "demo", "everything on one machine, with a chat page")
    demo.add_argument("--port", type=_port, default=8080, help="of the page (8080)")
    demo.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="where it is kept")
    demo.add_argument("--fresh", action="store_true", help="start over: forget everything")
    _command(nouns, "service.run", "run", "the bot, by long polling or webhook")
    _command(nouns, "service.migrate", "migrate", "bring the database's schema to this version")
    _command(nouns, "doctor.examine", "doctor", "check settings, reach every service, say what is off")


def _patient(nouns: Nouns) -> None:
    verb = _noun(nouns, "patient", "accounts of patients")
    create = verb("create", "open an account and send its invitation")
    for option in ("--email", "--phone", "--first-name", "--last-name"):
        create.add_argument(option, required=True, type=_words)
    create.add_argument("--birth-date", type=_birth_date, metavar="YYYY-MM-DD")
    create.add_argument("--language", choices=LANGUAGES, help="of everything that reaches the patient")
    create.add_argument("--timezone", type=_zone, metavar="ZONE", help="such as Indian/Reunion")
    verb("list", "every account")
    _whose(verb("show", "what is known of an account, without any health data"))
    _whose(verb("lock", "close an account: its chat sees nothing any more, nobody signs in"))
    _whose(verb("unlock", "open a locked account again"))
    _whose(verb("unlink", "end the link between an account and its chat"))
    timezone = verb("timezone", "where a patient lives from now on: the hours of her follow-ups move there")
    _whose(timezone)
    timezone.add_argument("--to", type=_zone, required=True, metavar="ZONE", help="such as Indian/Reunion")
    _whose(verb("invite", "send a new invitation; earlier ones are worth nothing any more"))


def _carnet(nouns: Nouns) -> None:
    verb = _noun(nouns, "carnet", "health records of children")
    create = verb("create", "open a child's carnet, held by a parent")
    create.add_argument("--parent", required=True, metavar="EMAIL|ID", help="the patient who holds it")
    create.add_argument("--first-name", required=True, type=_words)
    create.add_argument("--birth-date", required=True, type=_birth_date, metavar="YYYY-MM-DD")
    verb("list", "every carnet, and who reads it")


def _professional(nouns: Nouns) -> None:
    verb = _noun(nouns, "professional", "professionals who follow patients")
    create = verb("create", "register a professional")
    for option in ("--rpps", "--first-name", "--last-name", "--profession", "--email"):
        create.add_argument(option, required=True, type=_words)
    create.add_argument("--structure", type=str.strip, default="", help="where she works")
    verb("list", "every professional")
    disable = verb("disable", "close a professional's access, at once and for good")
    _either(disable, "professional", "ID", "--professional")


def _followup(nouns: Nouns) -> None:
    verb = _noun(nouns, "followup", "forms to be filled in again and again")
    _start(verb)
    _revise(verb)
    stop = verb("stop", "ask nothing more; the open form closes")
    _record(stop)
    which = stop.add_mutually_exclusive_group()
    which.add_argument("--followup", metavar="ID", help="which one, where there are several")
    which.add_argument("--all", action="store_true", help="every one of this patient")
    plans = verb("list", "the follow-ups of a patient")
    _record(plans)
    plans.add_argument(
        "--bundle", action="store_true", help="one FHIR Bundle: a CarePlan each, with the forms"
    )
    stops = verb("stops", "why reminders were stopped: how many patients, by form and reason, naming nobody")
    stops.add_argument("--since", type=_day, metavar="DATE", help="first day (thirty days before the last)")
    stops.add_argument("--until", type=_day, metavar="DATE", help="last day (today)")
    _answers(verb)
    _alerts(verb)


def _answers(verb: Verb) -> None:
    responses = verb("responses", "what was answered, as FHIR QuestionnaireResponse, the newest first")
    _record(responses)
    responses.add_argument("--followup", metavar="ID", help="of this one only")
    how = responses.add_mutually_exclusive_group()
    how.add_argument("--bundle", action="store_true", help="one FHIR Bundle, with the forms and the alerts")
    how.add_argument("--csv", type=Path, metavar="FILE", help="write a spreadsheet, one row a response")
    attachment = verb("attachment", "write a photo or file of an answer to a file of this machine")
    _record(attachment)
    attachment.add_argument("attachment", metavar="ID", help="as `followup responses` names it (Binary/…)")
    attachment.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a file that is not there yet"
    )


def _alerts(verb: Verb) -> None:
    alerts = verb(
        "alerts", "what the care team must look at; without a patient, all that stand, and nothing of health"
    )
    alerts.set_defaults(command="alert.listed")
    _record(alerts, required=False)
    alerts.add_argument("--followup", metavar="ID", help="of this one only")
    alerts.add_argument("--all", action="store_true", help="those acknowledged too")
    alerts.add_argument("--bundle", action="store_true", help="one FHIR Bundle of DetectedIssue")
    ack = verb("ack", "say that someone looks after an alert: nobody is told of it any more")
    ack.set_defaults(command="alert.ack")
    _record(ack)
    which = ack.add_mutually_exclusive_group(required=True)
    which.add_argument("--alert", metavar="ID", help="which one")
    which.add_argument("--all", action="store_true", help="every one of this patient that stands")


def _start(verb: Verb) -> None:
    start = verb("start", "have a form filled in, according to a plan")
    _record(start, by="who follows: she is authorised to read and to follow this record")
    start.add_argument("--questionnaire", type=Path, required=True, metavar="FILE", help="a FHIR form")
    start.add_argument(
        "--plan", type=Path, metavar="PLAN.toml", help="a whole plan; what follows goes before it"
    )
    start.add_argument("--every", help='"day", "2 days", "week", or "mon,thu" (day)')
    start.add_argument("--at", help='local hours: "08:00,18:00" (09:00)')
    start.add_argument("--from", type=_day, metavar="DATE", help="first day (today)")
    start.add_argument("--until", type=_day, metavar="DATE", help="last day")
    start.add_argument("--count", type=_count, metavar="N", help="this many times in all")
    start.add_argument("--window", help='how long each form stays open: "12 h" (12 h), "90 min", "2 days"')


def _revise(verb: Verb) -> None:
    revise = verb(
        "revise", "another version of the form, from the next time on; the open one ends as it began"
    )
    _record(revise)
    revise.add_argument("--questionnaire", type=Path, required=True, metavar="FILE", help="a FHIR form")
    revise.add_argument("--followup", metavar="ID", help="which one, where there are several")


def _questionnaire(nouns: Nouns) -> None:
    verb = _noun(nouns, "questionnaire", "FHIR R4 forms")
    verb("check", "warnings and refusals, each with its linkId and code").add_argument("file", type=Path)
    play = verb("play", "walk a form as the bot would; JSON out")
    play.add_argument("file", type=Path)
    play.add_argument("--answers", type=Path, metavar="RESPONSE.json", help="a FHIR QuestionnaireResponse")
    play.add_argument(
        "--language", choices=LANGUAGES, default=DEFAULT, help="in which to ask in the terminal"
    )


def _journal(nouns: Nouns) -> None:
    verb = _noun(nouns, "journal", "who did what to whose record")
    _patient_or_carnet(verb("show", "the lines of a record"))
    verb("verify", "that no line was changed, added or taken away")


def _noun(nouns: Nouns, noun: str, what: str) -> Verb:
    """Add a noun; the function returned adds one of its verbs."""
    own = nouns.add_parser(noun, help=what, description=_sentence(what), allow_abbrev=False)
    verbs: Nouns = own.add_subparsers(metavar="COMMAND", required=True)
    return lambda verb, does: _command(verbs, f"{noun}.{verb}", verb, does)


def _command(among: Nouns, command: str, word: str, does: str) -> argparse.ArgumentParser:
    own = among.add_parser(word, help=does, description=_sentence(does), allow_abbrev=False)
    own.add_argument("--json", action="store_true", help="answer in JSON")
    own.set_defaults(command=command)
    return own


def _record(
    command: argparse.ArgumentParser,
    by: str = "who asks: only what she may see and do",
    *,
    required: bool = True,
) -> None:
    command.add_argument("--patient", required=required, metavar="EMAIL|ID", help="whose record")
    command.add_argument("--professional", metavar="ID", help=by)


def _patient_or_carnet(command: argparse.ArgumentParser) -> None:
    either = command.add_mutually_exclusive_group(required=True)
    either.add_argument("--patient", metavar="EMAIL|ID", help="whose record")
    either.add_argument("--carnet", metavar="ID", help="which child's record")


def _whose(command: argparse.ArgumentParser) -> None:
    _either(command, "patient", "EMAIL|ID", "--patient", "--email")


def _either(command: argparse.ArgumentParser, name: str, metavar: str, *options: str) -> None:
    """Take one value in its place or by its option."""
    either = command.add_mutually_exclusive_group(required=True)
    either.add_argument(f"{name}_here", nargs="?", metavar=metavar)
    either.add_argument(*options, dest=name, metavar=metavar)


def _sentence(what: str) -> str:
    return what[0].upper() + what[1:] + "."


def _words(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("write at least one character, and no line break")
    return text.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write year-month-day, 2026-03-25") from None


def _birth_date(text: str) -> date:
    day = _day(text)
    if day > date.today():  # noqa: DTZ011  on the clerk's own calendar
        raise argparse.ArgumentTypeError(f"{text} has not come yet")
    return day


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"no time zone {text!r}: write one such as Europe/Paris") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a whole number, 1 or more")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("write a port, 0 to 65535 (0 takes a free one)")
    return int(text)
