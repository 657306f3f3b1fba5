"""`masante questionnaire`: check a form, play it."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.commands import forms
from bot.commands.files import FileWrong, read_json
from bot.commands.printing import Answer, table
from bot.commands.refusals import Refusal
from portal import questionnaires


def check(options: argparse.Namespace) -> Answer:
    """Say everything there is to say of a form; the exit code is 1 when it cannot be walked."""
    _text, findings = forms.checked(options.file)
    walkable = forms.refused(findings) is None
    rows = [(one.severity, one.link_id or "(form)", one.code, one.detail) for one in findings]
    human = (
        table(("severity", "linkId", "code", "what"), rows) if rows else "Nothing to say: it can be walked."
    )
    value = {"walkable": walkable, "findings": forms.to_json(findings)}
    return Answer(value, human, code=0 if walkable else 1)


def play(options: argparse.Namespace) -> Answer | Refusal:
    """Walk a form as the bot would, with the answers of a file or of the terminal; JSON out in any case."""
    text, findings = forms.checked(options.file)
    if refused := forms.refused(findings):
        return refused
    form, now = questionnaires.load(text), datetime.now(UTC)
    if options.answers:
        played = questionnaires.play(form, _answers(options), authored=now)
    else:
        played = _asked(form, now, options.language)
    return Answer(played, questionnaires.dumps(played))


def _asked(form: questionnaires.Questionnaire, now: datetime, language: str) -> dict[str, Any]:
    from bot.commands.asking import terminal  # noqa: PLC0415  half a second that only a person's questions need

    with terminal(now, language) as ask:
        return questionnaires.play(form, ask, authored=now)


def _answers(options: argparse.Namespace) -> Mapping[str, Any]:
    _text, given = read_json(options.answers)
    if not isinstance(given, dict) or given.get("resourceType") != "QuestionnaireResponse":
        raise FileWrong(options.answers, "not a FHIR QuestionnaireResponse")
    return given
