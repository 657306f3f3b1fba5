"""The extensions of an element, by short name, read with a finding for each that cannot be."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from portal.questionnaires.exact import elements
from portal.questionnaires.localized import Localized, localized
from portal.questionnaires.model import Expression, Finding
from portal.questionnaires.values import Coding, Quantity, Value, decode, value_of

_STANDARD = re.compile(
    r"^http://hl7\.org/fhir/(?:(?:uv|us)/sdc/)?StructureDefinition/"
    r"(?:sdc-questionnaire-|questionnaire-|variable$|sdc-)?(.*)$"
)
VENDOR_EXCLUSIVE = "http://midata.coop/extensions/valueset-unselect-others"

# What a chat honours; and what changes only looks or record keeping, passed over in silence.
HONOURED = frozenset(
    """
    itemControl hidden unit unitOption unitOpen minValue maxValue minQuantity maxQuantity minLength regex
    maxDecimalPlaces entryFormat minOccurs maxOccurs optionPrefix sliderStepValue openLabel mimeType
    maxSize translation optionExclusive variable calculatedExpression initialExpression
    enableWhenExpression answerOptionsToggleExpression targetConstraint constraint ordinalValue itemWeight
    displayCategory
    """.split()  # noqa: SIM905 - a list to read
)
HARMLESS = frozenset(
    """
    rendering-xhtml rendering-style rendering-styleSensitive rendering-markdown markdown shortText
    observationLinkPeriod observation-extract observationExtract observation-extract-category
    choiceOrientation width columnCount collapsible usageMode supportLink supportHyperlink
    terminologyServer preferredTerminologyServer launchContext unitSupplementalSystem unitValueSet
    optionalDisplay isSubject fhirType definition-based-extract replaces versionNumber designNote
    cqf-library assemble-expectation performerType endpoint itemExtractionContext sourceStructureMap
    targetStructureMap referenceResource referenceFilter referenceProfile signatureRequired
    data-absent-reason http://hl7.org/fhir/tools/CustomResource
    """.split()  # noqa: SIM905 - a list to read
)


def short_name(url: Any) -> str:
    """Return `minOccurs` for any URL the standard published it at; else the URL itself."""
    found = _STANDARD.match(url) if isinstance(url, str) else None
    if not found:
        return str(url)
    return found.group(1) or "variable"


class Extensions:
    """The extensions of one element of the item `link_id`; what is wrong with them goes to `findings`."""

    def __init__(self, element: Mapping[str, Any], link_id: str, findings: list[Finding]) -> None:
        self._link_id, self._findings = link_id, findings
        self._found: dict[str, list[Mapping[str, Any]]] = {}
        for extension in elements(element.get("extension")):
            self._found.setdefault(short_name(extension.get("url")), []).append(extension)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def report(self, code: str, detail: str, severity: Literal["error", "warning"] = "warning") -> None:
        """Add a finding about this item."""
        self._findings.append(Finding(self._link_id, code, severity, detail))

    def all(self, name: str) -> list[Mapping[str, Any]]:
        """Return every extension of that name."""
        return self._found.get(name, [])

    def value(self, name: str) -> Value | None:
        """Return the value of the first extension of that name."""
        for extension in self.all(name):
            found = value_of(extension)
            try:
                if found:
                    return decode(*found)
                self._refuse(name, "has no value")
            except ValueError as wrong:
                self._refuse(name, str(wrong))
            break
        return None

    def flag(self, name: str) -> bool:
        """Whether the extension is there and true."""
        return self.value(name) is True

    def count(self, name: str) -> int | None:
        """Return a whole number, zero or more."""
        found = self.value(name)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
            return found
        if found is not None:
            self._refuse(name, f"{found!r} is no count")
        return None

    def number(self, name: str) -> Decimal | None:
        """Return a number."""
        found = self.value(name)
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            return Decimal(found)
        if found is not None:
            self._refuse(name, f"{found!r} is no number")
        return None

    def text(self, name: str) -> Localized:
        """Return a text with its translations."""
        for extension in self.all(name):
            return localized(
                extension.get("valueString") or extension.get("valueMarkdown"), extension.get("_valueString")
            )
        return Localized()

    def codings(self, name: str) -> tuple[Coding, ...]:
        """Return the codings of every extension of that name, CodeableConcepts opened."""
        found = []
        for extension in self.all(name):
            concept = extension.get("valueCodeableConcept")
            raw = (
                elements(concept.get("coding"))
                if isinstance(concept, dict)
                else [extension.get("valueCoding")]
            )
            for one in raw:
                try:
                    coding = decode("valueCoding", one)
                except ValueError as wrong:
                    self._refuse(name, str(wrong))
                else:
                    found.append(coding)
        return tuple(one for one in found if isinstance(one, Coding))

    def expression(self, extension: Mapping[str, Any]) -> Expression | None:
        """Return the FHIRPath of an expression extension; another language is reported and left out."""
        raw = extension.get("valueExpression")
        if isinstance(extension.get("valueString"), str):
            raw = {"language": "text/fhirpath", "expression": extension["valueString"]}
        name = short_name(extension.get("url"))
        if not isinstance(raw, dict) or not isinstance(raw.get("expression"), str):
            self._refuse(name, "has no expression")
            return None
        if raw.get("language", "text/fhirpath") != "text/fhirpath":
            self.report("expression", f"{name}: {raw.get('language')} is not evaluated here, only FHIRPath")
            return Expression("{}", str(raw.get("name") or ""))
        return Expression(raw["expression"], str(raw.get("name") or ""))

    def bound(self, *names: str) -> Value | None:
        """Return the first of these that is there: a limit, of any type."""
        for name in names:
            found = self.value(name)
            if found is not None:
                return (
                    found.value if isinstance(found, Quantity) and not (found.code or found.unit) else found
                )
        return None

    def _refuse(self, name: str, why: str) -> None:
        self.report("bad-extension", f"{name}: {why}")


def parts(extension: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the inner extensions of a complex extension, by url."""
    return {str(one.get("url")): one for one in elements(extension.get("extension"))}
