"""Value sets that travel with the form, made into options (R4 ValueSet: expansion, or codes listed)."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.questionnaires.exact import elements
from portal.questionnaires.extensions import Extensions
from portal.questionnaires.localized import Localized, localized
from portal.questionnaires.model import Finding, Option
from portal.questionnaires.values import Coding

MOST_CODES = 20_000


class NotExpandable(ValueError):
    """The codes of this value set are not in the form; the message says what is missing."""


class ValueSets:
    """The value sets and code systems a form carries, found by `#id` or by URL."""

    def __init__(self, contained: list[dict[str, Any]]) -> None:
        self._sets: dict[str, Mapping[str, Any]] = {}
        self._systems: dict[str, Mapping[str, Any]] = {}
        for resource in contained:
            kind = self._sets if resource.get("resourceType") == "ValueSet" else self._systems
            for name in (f"#{resource.get('id')}", str(resource.get("url")).partition("|")[0]):
                kind.setdefault(name, resource)
        self._options: dict[str, tuple[Option, ...]] = {}

    def options(self, reference: str) -> tuple[Option, ...]:
        """Return the options of a value set. Raises NotExpandable."""
        if reference not in self._options:
            self._options[reference] = tuple(self._expand(reference, ()))
        return self._options[reference]

    def _expand(self, reference: str, above: tuple[str, ...]) -> list[Option]:
        found = self._sets.get(reference) or self._sets.get(reference.partition("|")[0])
        if found is None or reference in above:
            why = "refers to itself" if found else "is not in the form"
            raise NotExpandable(f"value set {reference} {why}")
        expansion = found.get("expansion")
        if isinstance(expansion, dict) and expansion.get("contains"):
            options = list(_concepts(elements(expansion["contains"]), None, "contains"))
        else:
            options = self._compose(found, (*above, reference))
        if len(options) > MOST_CODES:
            raise NotExpandable(f"value set {reference} has {len(options)} codes")
        return options

    def _compose(self, value_set: Mapping[str, Any], above: tuple[str, ...]) -> list[Option]:
        compose = value_set.get("compose")
        rules = compose if isinstance(compose, dict) else {}
        excluded = [one.value for part in elements(rules.get("exclude")) for one in self._part(part, above)]
        kept: dict[tuple[str | None, str | None], Option] = {}
        for part in elements(rules.get("include")):
            for option in self._part(part, above):
                if isinstance(option.value, Coding) and option.value not in excluded:
                    kept.setdefault((option.value.system, option.value.code), option)
        if not kept:
            raise NotExpandable(f"value set {above[-1]} lists no codes")
        return list(kept.values())

    def _part(self, part: Mapping[str, Any], above: tuple[str, ...]) -> list[Option]:
        system = part.get("system")
        if part.get("filter"):
            raise NotExpandable(f"value set {above[-1]} filters {system}, which takes a terminology server")
        if part.get("concept"):
            return list(_concepts(elements(part["concept"]), system, "concept"))
        if isinstance(part.get("valueSet"), list):
            return [option for inner in part["valueSet"] for option in self._expand(str(inner), above)]
        if system not in self._systems:
            raise NotExpandable(f"value set {above[-1]} takes all of {system}, which is not in the form")
        return list(_concepts(elements(self._systems[str(system)].get("concept")), system, "concept"))


def _concepts(raw: list[dict[str, Any]], system: Any, children: str) -> Iterator[Option]:
    for concept in raw:
        code = concept.get("code")
        if isinstance(code, str) and not concept.get("abstract"):
            display = _display(concept)
            own = str(concept.get("system") or system or "") or None
            value = Coding(own, code, display.base or code)
            yield Option(value, display or Localized(code), ordinal=_ordinal(concept))
        yield from _concepts(elements(concept.get(children)), concept.get("system") or system, children)


def _display(concept: Mapping[str, Any]) -> Localized:
    own = localized(concept.get("display"), concept.get("_display"))
    said = {
        one["language"]: one["value"]
        for one in elements(concept.get("designation"))
        if isinstance(one.get("language"), str) and isinstance(one.get("value"), str)
    }
    return Localized(own.base, {**said, **own.translations})


def _ordinal(concept: Mapping[str, Any]) -> Any:
    quiet: list[Finding] = []
    extensions = Extensions(concept, "", quiet)
    return next(
        (score for name in ("itemWeight", "ordinalValue") if (score := extensions.number(name)) is not None),
        None,
    )


def missing_value_sets(form: Any) -> dict[str, dict[str, Any] | None]:
    """Return the value sets a form names and whose codes it does not carry, by reference.

    With each `#id`: the value set it carries, which only a terminology server can expand.
    """
    if not isinstance(form, dict):
        return {}
    contained = elements(form.get("contained"))
    carried = ValueSets(contained)
    missing: dict[str, dict[str, Any] | None] = {}
    for reference in dict.fromkeys(_named(form)):
        try:
            carried.options(reference)
        except NotExpandable:
            own = next((one for one in contained if f"#{one.get('id')}" == reference), None)
            if own is not None or reference.startswith(("http:", "https:", "urn:")):
                missing[reference] = own
    return missing


def _named(raw: Mapping[str, Any]) -> Iterator[str]:
    waiting = elements(raw.get("item"))
    while waiting:
        item = waiting.pop()
        waiting += elements(item.get("item"))
        if isinstance(item.get("answerValueSet"), str):
            yield item["answerValueSet"]
