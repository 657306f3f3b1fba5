"""FHIR forms as an operator hands them over: read, their value sets expanded, checked, their findings told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from bot.commands.files import FileWrong, read_json
from bot.commands.refusals import Refusal
from portal import questionnaires
from portal.questionnaires import Finding, check, missing_value_sets

SETTING = "MASANTE_TERMINOLOGY_URL"
LIBRARY = Path(questionnaires.__file__).parent / "library"


class Checked(NamedTuple):
    """The text of a form, the value sets a terminology server expanded for it, and what there is to say of it."""

    text: str
    value_sets: list[dict[str, Any]]
    findings: list[Finding]


def checked(path: Path) -> Checked:
    """Read and check a form; errors come first. Raises `FileWrong`, and `SettingsWrong` when they are needed.

    Where there is no such file, it may be the name of a form that is shipped.
    """
    text, form = read_json(_found(path))
    wanted = missing_value_sets(form)
    value_sets, failed = _expanded(wanted) if wanted else ([], {})
    findings = _of_computing(text, value_sets)
    if findings is None:
        findings = check(text, value_sets)
    return Checked(text, value_sets, [_explained(one, failed) for one in findings])


def _found(path: Path) -> Path:
    """Return the file, or the shipped form of that name; raises `FileWrong`, naming those there are."""
    if path.exists() or path.suffix or len(path.parts) > 1:
        return path
    shipped = {one.stem: one for one in sorted(LIBRARY.glob("*.json"))}
    if path.name not in shipped:
        raise FileWrong(path, f"No such file, and no form that is shipped: {', '.join(shipped)}")
    return shipped[path.name]


def _of_computing(text: str, value_sets: list[dict[str, Any]]) -> list[Finding] | None:
    """Return what there is to say of a form with expressions, read in a child process; None when it has none."""
    if "xpression" not in text:  # the name of everything that holds one
        return None
    from bot.commands import apart  # noqa: PLC0415  only what computes needs a child process

    return apart.doubts(text, value_sets)


def _expanded(
    wanted: Mapping[str, dict[str, Any] | None],
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return what the terminology server of the settings makes of them, and for the others why not."""
    from bot.settings import Settings  # noqa: PLC0415  most forms carry what they name

    server = Settings.of_this_machine().terminology_url
    if server is None:
        return [], dict.fromkeys(wanted, f"a terminology server could expand it: {SETTING} names none")
    from bot.terminology import expand  # noqa: PLC0415 - as above

    return expand(server, wanted)


def _explained(one: Finding, failed: Mapping[str, str]) -> Finding:
    """Add to a value set that is missing why it is."""
    why = next(
        (why for reference, why in failed.items() if f"value set {reference} " in f"{one.detail} "), None
    )
    return replace(one, detail=f"{one.detail}; {why}") if one.code == "value-set" and why else one


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
