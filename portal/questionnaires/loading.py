"""A form comes in: what is in it, what cannot be walked and why, what is walked with a reserve."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.questionnaires.computing import read_expressions
from portal.questionnaires.exact import elements, exact, loads
from portal.questionnaires.extensions import Extensions
from portal.questionnaires.localized import localized
from portal.questionnaires.model import Expressions, Finding, Item, Questionnaire
from portal.questionnaires.ordering import circles, settling_order
from portal.questionnaires.reading import Reader
from portal.questionnaires.valuesets import ValueSets

LARGEST = 8 * 1024 * 1024
MOST_ITEMS = 2_000
UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class NotWalkable(ValueError):
    """The form cannot be walked; `findings` says which items and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            "; ".join(f"{one.link_id}: {one.detail}" for one in findings if one.severity == "error")
        )
        self.findings = tuple(findings)


def load(raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]] = ()) -> Questionnaire:
    """Make a FHIR R4 Questionnaire ready to be walked; what may be doubted of it is for `check`. Raises NotWalkable.

    `value_sets`: expanded ones it names but does not carry.
    """
    questionnaire, findings = _read(raw, value_sets)
    if questionnaire is None or any(one.severity == "error" for one in findings):
        raise NotWalkable(findings)
    return questionnaire


def load_kept(source: str, value_sets: str) -> Questionnaire:
    """Make a form ready that was kept: its JSON, and a JSON list of the value sets kept with it (empty: none)."""
    return load(source, loads(value_sets) if value_sets else ())


def check(
    raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]] = ()
) -> list[Finding]:
    """Say everything there is to say of a form, errors first."""
    questionnaire, findings = _read(raw, value_sets)
    if questionnaire is not None and _unwritable(questionnaire.raw):
        findings.append(Finding("", "malformed", "error", "it holds U+0000, or half of a character"))
    if questionnaire is not None and questionnaire.computed:
        # FHIRPath takes 0.1 s to import, and few forms compute anything.
        from portal.questionnaires.evaluating import doubts  # noqa: PLC0415

        findings += doubts(questionnaire)
    return sorted(findings, key=lambda one: one.severity)


def _read(
    raw: Mapping[str, Any] | bytes | str, value_sets: Sequence[Mapping[str, Any]]
) -> tuple[Questionnaire | None, list[Finding]]:
    form, wrong = _form(raw)
    if wrong or form is None:
        return None, [Finding("", *wrong)] if wrong else []
    findings: list[Finding] = []
    language = form["language"] if isinstance(form.get("language"), str) else ""
    carried = ValueSets([*map(dict, value_sets), *elements(form.get("contained"))])
    items = Reader(carried, language, findings).items(form.get("item"))
    expressions = read_expressions(Extensions(form, "", findings))
    made = _made(form, language, items, expressions)
    findings += _whole(form, tuple(_all(items)), made.by_link)
    findings += [
        Finding(link_id, "circular", "warning", "depends on itself through enableWhen")
        for link_id in sorted(made.circular)
    ]
    return made, findings


def _made(
    form: Mapping[str, Any], language: str, items: tuple[Item, ...], expressions: Expressions
) -> Questionnaire:
    by_link = {item.link_id: item for item in _all(items)}
    computing = (expressions, *(item.expressions for item in by_link.values()))
    texts = [one.text for computed in computing for one in computed.all()]
    settling = settling_order(tuple(by_link.values()), by_link)
    return Questionnaire(
        url=str(form.get("url") or ""),
        version=str(form.get("version") or ""),
        title=localized(form.get("title") or form.get("name"), form.get("_title"), language),
        items=items,
        by_link=by_link,
        settling=settling,
        circular=circles(settling, by_link),
        expressions=expressions,
        computed=len(texts),
        clocked=any(word in text for text in texts for word in ("now", "today", "timeOfDay")),
        feeding=_feeding(by_link.values()),
        raw=form,
    )


def _feeding(items: Iterable[Item]) -> int:
    """One value that nothing looks at is settled at once; several may be a chain, each taking a round."""
    computing = {
        item.link_id for item in items if item.expressions.calculated or item.expressions.enable_when
    }
    asked = {condition.question for item in items for condition in item.conditions}
    return 1 if len(computing) < 2 and not computing & asked else len(computing) + 2


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


def _unwritable(form: Mapping[str, Any]) -> bool:
    """Tell whether a text of the form cannot be kept: no database takes half a character, PostgreSQL no U+0000."""
    waiting: list[Any] = [form]
    while waiting:
        match waiting.pop():
            case dict() as one:
                waiting += [*one, *one.values()]
            case list() as one:
                waiting += one
            case str() as one if UNWRITABLE.search(one):
                return True
    return False


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
