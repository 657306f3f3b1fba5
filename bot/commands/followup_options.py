"""The options of `masante followup`."""

from pathlib import Path

from bot.commands import options
from bot.commands.options import Nouns, Verb
from locales import LANGUAGES


def add(nouns: Nouns) -> None:
    """Add the noun and its verbs."""
    verb = options.noun(nouns, "followup", "forms to be filled in again and again")
    _start(verb)
    _revise(verb)
    stop = verb("stop", "ask nothing more; the open form closes")
    options.record(stop)
    which = stop.add_mutually_exclusive_group()
    which.add_argument("--followup", metavar="ID", help="which one, where there are several")
    which.add_argument("--all", action="store_true", help="every one of this record")
    plans = verb("list", "the follow-ups of a patient, or of a child")
    options.record(plans)
    plans.add_argument(
        "--bundle", action="store_true", help="one FHIR Bundle: a CarePlan each, with the forms"
    )
    stops = verb("stops", "why reminders were stopped: how many patients, by form and reason, naming nobody")
    stops.add_argument(
        "--since", type=options.day, metavar="DATE", help="first day (thirty days before the last)"
    )
    stops.add_argument("--until", type=options.day, metavar="DATE", help="last day (today)")
    _answers(verb)
    _alerts(verb)


def _answers(verb: Verb) -> None:
    responses = verb("responses", "what was answered, as FHIR QuestionnaireResponse, the newest first")
    options.record(responses)
    responses.add_argument("--followup", metavar="ID", help="of this one only")
    responses.add_argument(
        "--language", choices=LANGUAGES, help="of the words of the form, for people (MASANTE_LANGUAGE)"
    )
    how = responses.add_mutually_exclusive_group()
    how.add_argument("--bundle", action="store_true", help="one FHIR Bundle, with the forms and the alerts")
    how.add_argument("--csv", type=Path, metavar="FILE", help="write a spreadsheet, one row a response")
    attachment = verb("attachment", "write a photo or file of an answer to a file of this machine")
    options.record(attachment)
    attachment.add_argument("attachment", metavar="ID", help="as `followup responses` names it (Binary/…)")
    options.new_file(attachment)


def _alerts(verb: Verb) -> None:
    alerts = verb(
        "alerts", "what the care team must look at; without a patient, all that stand, and nothing of health"
    )
    alerts.set_defaults(command="alert.listed")
    options.record(alerts, required=False)
    alerts.add_argument("--followup", metavar="ID", help="of this one only")
    alerts.add_argument("--all", action="store_true", help="those acknowledged too")
    alerts.add_argument("--bundle", action="store_true", help="one FHIR Bundle of DetectedIssue")
    ack = verb("ack", "say that someone looks after an alert: nobody is told of it any more")
    ack.set_defaults(command="alert.ack")
    options.record(ack)
    which = ack.add_mutually_exclusive_group(required=True)
    which.add_argument("--alert", metavar="ID", help="which one")
    which.add_argument("--all", action="store_true", help="every one of this record that stands")


def _start(verb: Verb) -> None:
    start = verb("start", "have a form filled in, according to a plan")
    options.record(start, by="who follows: she is authorised to read and to follow this record")
    start.add_argument("--questionnaire", type=Path, required=True, metavar="FILE", help="a FHIR form")
    start.add_argument(
        "--plan", type=Path, metavar="PLAN.toml", help="a whole plan; what follows goes before it"
    )
    start.add_argument("--every", help='"day", "2 days", "week", or "mon,thu" (day)')
    start.add_argument("--at", help='local hours: "08:00,18:00" (09:00)')
    start.add_argument("--from", type=options.day, metavar="DATE", help="first day (today)")
    start.add_argument("--until", type=options.day, metavar="DATE", help="last day")
    start.add_argument("--count", type=options.count, metavar="N", help="this many times in all")
    start.add_argument("--window", help='how long each form stays open: "12 h" (12 h), "90 min", "2 days"')


def _revise(verb: Verb) -> None:
    revise = verb(
        "revise", "another version of the form, from the next time on; the open one ends as it began"
    )
    options.record(revise)
    revise.add_argument("--questionnaire", type=Path, required=True, metavar="FILE", help="a FHIR form")
    revise.add_argument("--followup", metavar="ID", help="which one, where there are several")
