"""`masante questionnaire`: check a form, play it."""

import argparse
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

from bot.commands import forms
from bot.commands.files import FileWrong, read_json
from bot.commands.printing import Answer, table
from bot.commands.refusals import Refusal
from portal import questionnaires


def check(options: argparse.Namespace) -> Answer:
    """Say everything there is to say of a form; the exit code is 1 when it cannot be walked."""
    findings = forms.checked(options.file).findings
    walkable = forms.refused(findings) is None
    rows = [(one.severity, one.link_id or "(form)", one.code, one.detail) for one in findings]
    human = (
        table(("severity", "linkId", "code", "what"), rows) if rows else "Nothing to say: it can be walked."
    )
    value = {"walkable": walkable, "findings": forms.to_json(findings)}
    return Answer(value, human, code=0 if walkable else 1)


def play(options: argparse.Namespace) -> Answer | Refusal:
    """Walk a form as the bot would, with the answers of a file or of the terminal; JSON out in any case."""
    text, value_sets, findings = forms.checked(options.file)
    if refused := forms.refused(findings):
        return refused
    form, now = questionnaires.load(text, value_sets), datetime.now(UTC)
    given = _answers(options) if options.answers else None
    with _deciding(form, text, value_sets, now) as decide:
        if given is not None:
            played = questionnaires.play(form, given, authored=now, decide=decide)
        else:
            played = _asked(form, now, options.language, decide)
    return Answer(played, questionnaires.dumps(played))


def _deciding(
    form: questionnaires.Questionnaire, text: str, value_sets: list[dict[str, Any]], now: datetime
) -> AbstractContextManager[questionnaires.Decider]:
    """Have what a form computes worked out in a child process, as in the chat; most compute nothing."""
    if not form.computed:
        return nullcontext(lambda _: None)
    from bot.commands import apart  # noqa: PLC0415  only what computes needs a child process

    return apart.deciding(text, value_sets, now)


def _asked(
    form: questionnaires.Questionnaire, now: datetime, language: str, decide: questionnaires.Decider
) -> dict[str, Any]:
    from bot.commands.asking import terminal  # noqa: PLC0415  half a second that only a person's questions need

    with terminal(now, language) as ask:
        return questionnaires.play(form, ask, authored=now, decide=decide)


def _answers(options: argparse.Namespace) -> Mapping[str, Any]:
    _text, given = read_json(options.answers)
    if not isinstance(given, dict) or given.get("resourceType") != "QuestionnaireResponse":
        raise FileWrong(options.answers, "not a FHIR QuestionnaireResponse")
    return given
