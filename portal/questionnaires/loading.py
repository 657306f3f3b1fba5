"""A form comes in: what is in it, what cannot be walked and why, what is walked with a reserve."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.questionnaires.computing import read_expressions
from portal.questionnaires.exact import elements, exact, loads
from portal.questionnaires.extensions import Extensions
from portal.questionnaires.localized import localized
from portal.questionnaires.model import Finding, Item, Questionnaire
from portal.questionnaires.ordering import circles, settling_order
from portal.questionnaires.reading import Reader
from portal.questionnaires.valuesets import ValueSets

LARGEST = 8 * 1024 * 1024
MOST_ITEMS = 2_000


class NotWalkable(ValueError):
    """The form cannot be walked; `findings` says which items and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            "; ".join(f"{one.link_id}: {one.detail}" for one in findings if one.severity == "error")
        )
        self.findings = tuple(findings)


def load(raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]] = ()) -> Questionnaire:
    """Make a FHIR R4 Questionnaire ready to be walked.

    `value_sets`: expanded ones it names but does not carry. Doubts stay in `warnings`. Raises NotWalkable.
    """
    questionnaire, findings = _read(raw, value_sets)
    if questionnaire is None or any(one.severity == "error" for one in findings):
        raise NotWalkable(findings)
    return questionnaire


def check(
    raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]] = ()
) -> list[Finding]:
    """Say everything there is to say of a form, errors first."""
    return sorted(_read(raw, value_sets)[1], key=lambda one: one.severity)


def _read(
    raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]]
) -> tuple[Questionnaire | None, list[Finding]]:
    form, wrong = _form(raw)
    if wrong or form is None:
        return None, [Finding("", *wrong)] if wrong else []
    findings: list[Finding] = []
    language = form.get("language") if isinstance(form.get("language"), str) else ""
    carried = ValueSets([*elements(form.get("contained")), *map(dict, value_sets)])
    reader = Reader(carried, str(language), findings)
    items = reader.items(form.get("item"))
    extensions = Extensions(form, "", findings)
    sequence = tuple(_all(items))
    by_link = {item.link_id: item for item in sequence}
    findings += _whole(form, sequence, by_link)
    settling = settling_order(sequence, by_link)
    circular = circles(settling, by_link)
    findings += [
        Finding(link_id, "circular", "warning", "depends on itself through enableWhen")
        for link_id in sorted(circular)
    ]
    expressions = read_expressions(extensions)
    return (
        Questionnaire(
            url=str(form.get("url") or ""),
            version=str(form.get("version") or ""),
            title=localized(form.get("title") or form.get("name"), form.get("_title"), str(language)),
            items=items,
            by_link=by_link,
            settling=settling,
            circular=circular,
            expressions=expressions,
            computes=bool(expressions) or any(item.expressions for item in sequence),
            warnings=tuple(one for one in findings if one.severity == "warning"),
            raw=form,
        ),
        findings,
    )


def _form(raw: Mapping[str, Any] | bytes | str) -> tuple[dict[str, Any] | None, Any]:
    """Return the JSON of the form, or what is wrong with it: code, severity, detail."""
    if isinstance(raw, bytes | str):
        if len(raw) > LARGEST:
            return None, ("too-large", "error", f"more than {LARGEST} bytes")
        try:
            form = loads(raw)
        except (ValueError, RecursionError) as wrong:
            return None, ("malformed", "error", f"not JSON: {wrong}")
    else:
        form = exact(dict(raw))
    if not isinstance(form, dict) or form.get("resourceType") != "Questionnaire":
        return None, ("malformed", "error", "not a FHIR Questionnaire")
    return form, None


def _whole(
    form: Mapping[str, Any], sequence: Sequence[Item], by_link: Mapping[str, Item]
) -> Iterator[Finding]:
    if not any(item.askable for item in sequence):
        yield Finding("", "no-questions", "warning", "nothing in this form can be asked")
    if len(sequence) > MOST_ITEMS:
        yield Finding("", "too-large", "error", f"{len(sequence)} items, at most {MOST_ITEMS}")
    if form.get("status") not in ("draft", "active", "retired", "unknown"):
        yield Finding("", "no-status", "warning", "status is required in FHIR R4")
    if not form.get("url"):
        yield Finding("", "no-url", "warning", "without a url, responses cannot name the form they answer")
    if form.get("modifierExtension") or form.get("implicitRules"):
        yield Finding("", "modifier", "warning", "a modifierExtension or implicitRules is not understood")
    yield from _links(sequence, by_link)


def _links(sequence: Sequence[Item], by_link: Mapping[str, Item]) -> Iterator[Finding]:
    for link_id, times in Counter(item.link_id for item in sequence).items():
        if times > 1:
            yield Finding(link_id, "duplicate-link-id", "error", f"{times} items share this linkId")
    for item in sequence:
        for condition in item.conditions:
            if condition.question not in by_link:
                why = f"enableWhen names {condition.question}, which is not in the form"
                yield Finding(item.link_id, "unknown-question", "warning", why)


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.children)
