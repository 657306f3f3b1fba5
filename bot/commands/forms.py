"""FHIR forms as an operator hands them over: read, checked, their findings told."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.commands.files import read_json
from bot.commands.refusals import Refusal
from portal.questionnaires import Finding, check


def checked(path: Path) -> tuple[str, list[Finding]]:
    """Return the text of a form and what there is to say of it, errors first. Raises `FileWrong`."""
    text, _form = read_json(path)
    return text, check(text)


def refused(findings: Sequence[Finding]) -> Refusal | None:
    """Return why a form cannot be walked, if so: every item concerned, with its code."""
    errors = [one for one in findings if one.severity == "error"]
    if not errors:
        return None
    lines = "".join(f"\n{line(one)}" for one in errors)
    return Refusal("questionnaire_not_walkable", {"findings": to_json(errors)}, {"lines": lines})


def line(one: Finding) -> str:
    """Return a finding as one line; what concerns the whole form has no linkId."""
    return f"{one.link_id or '(form)'}: {one.code}: {one.detail}"


def to_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return findings as a program reads them."""
    return [
        {"linkId": one.link_id, "code": one.code, "severity": one.severity, "message": one.detail}
        for one in findings
    ]
