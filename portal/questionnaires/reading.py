"""One item of the form, from its JSON: tolerant, each doubt a finding."""

from collections.abc import Mapping
from typing import Any

import re2

from portal.questionnaires.computing import read_expressions
from portal.questionnaires.exact import elements
from portal.questionnaires.extensions import HARMLESS, HONOURED, VENDOR_EXCLUSIVE, Extensions, parts
from portal.questionnaires.localized import Localized, localized
from portal.questionnaires.model import Condition, Finding, Item, Option, Slider
from portal.questionnaires.values import Coding, Value, decode, value_of
from portal.questionnaires.valuesets import NotExpandable, ValueSets

TYPES = frozenset(
    """
    group display boolean decimal integer date dateTime time string text url choice open-choice attachment
    reference quantity
    """.split()  # noqa: SIM905 - a list to read
)
OPERATORS = frozenset({"exists", "=", "!=", ">", "<", ">=", "<="})
DEEPEST = 20


class Reader:
    """Reads items, numbering them in form order and gathering findings."""

    def __init__(self, value_sets: ValueSets, language: str, findings: list[Finding]) -> None:
        self.value_sets, self.language, self.findings = value_sets, language, findings
        self.count = 0

    def items(self, raw: Any, above: tuple[str, ...] = ()) -> tuple[Item, ...]:
        """Read a list of sibling items."""
        if raw is not None and not isinstance(raw, list):
            self.findings.append(
                Finding(above[-1] if above else "", "malformed", "error", "item is not a list")
            )
        if len(above) >= DEEPEST and raw:
            self.findings.append(Finding(above[-1], "too-large", "error", f"more than {DEEPEST} levels"))
            return ()
        return tuple(self.item(one, above) for one in elements(raw))

    def item(self, raw: dict[str, Any], above: tuple[str, ...]) -> Item:
        """Read one item and what is inside it."""
        link_id = self._link_id(raw, above)
        extensions = Extensions(raw, link_id, self.findings)
        self.count += 1
        order, kind = self.count, self._type(raw, extensions)
        children = self.items(raw.get("item"), (*above, link_id))
        item = Item(
            link_id=link_id,
            type=kind,
            text=_text(raw, children, self.language),
            prefix=str(raw.get("prefix") or ""),
            required=raw.get("required") is True or (extensions.count("minOccurs") or 0) > 0,
            repeats=raw.get("repeats") is True,
            read_only=raw.get("readOnly") is True,
            hidden=extensions.flag("hidden"),
            options=self._options(raw, kind, extensions),
            open=kind == "open-choice",
            initial=_initial(raw, extensions),
            conditions=_conditions(raw, extensions),
            any_condition=raw.get("enableBehavior") == "any",
            expressions=read_expressions(extensions),
            children=children,
            lineage=(*above, link_id),
            order=order,
            raw=raw,
            **_limits(raw, extensions),
            **_looks(extensions),
        )
        self._doubts(item, extensions)
        return item

    def _link_id(self, raw: Mapping[str, Any], above: tuple[str, ...]) -> str:
        link_id = raw.get("linkId")
        if isinstance(link_id, str) and link_id:
            return link_id
        place = "/".join((*above, f"#{self.count + 1}"))
        self.findings.append(
            Finding(place, "missing-link-id", "error", "an item needs a linkId to be answered")
        )
        return place

    def _type(self, raw: Mapping[str, Any], extensions: Extensions) -> str:
        kind = raw.get("type")
        if kind == "coding":
            extensions.report("unknown-type", "type coding is FHIR R5; read as choice")
            return "choice"
        if isinstance(kind, str) and kind in TYPES:
            return kind
        extensions.report("unknown-type", f"type {kind!r} is none of FHIR R4", "error")
        return "display"

    def _options(self, raw: Mapping[str, Any], kind: str, extensions: Extensions) -> tuple[Option, ...]:
        reference = raw.get("answerValueSet")
        alone = {
            one.get("code") for found in extensions.all(VENDOR_EXCLUSIVE) for one in _vendor_codes(found)
        }
        options = tuple(
            option for one in elements(raw.get("answerOption")) if (option := self._option(one, extensions))
        )
        if isinstance(reference, str):
            try:
                options = self.value_sets.options(reference)
            except NotExpandable as missing:
                asked = kind == "choice" and not (raw.get("readOnly") or extensions.flag("hidden"))
                extensions.report("value-set", str(missing), "error" if asked else "warning")
                return ()
        return tuple(_alone(option, alone) for option in options) if alone else options

    def _option(self, raw: dict[str, Any], extensions: Extensions) -> Option | None:
        found = value_of(raw)
        own = Extensions(raw, "", [])
        if not found:
            extensions.report("bad-option", "an answerOption without a value")
            return None
        key, written = found
        try:
            value = decode(key, written)
        except ValueError as wrong:
            extensions.report("bad-option", str(wrong))
            return None
        element = raw.get("_" + key)
        if isinstance(value, Coding):
            inner = Extensions(written, "", [])
            display = localized(value.display or value.code, written.get("_display"), self.language)
        else:
            inner = Extensions(element if isinstance(element, dict) else {}, "", [])
            display = localized(str(written), element, self.language)
        score = (one.number(name) for one in (own, inner) for name in ("itemWeight", "ordinalValue"))
        return Option(
            value,
            display,
            prefix=own.text("optionPrefix").base or inner.text("optionPrefix").base,
            exclusive=own.flag("optionExclusive"),
            ordinal=next((one for one in score if one is not None), None),
            initial=raw.get("initialSelected") is True,
        )

    def _doubts(self, item: Item, extensions: Extensions) -> None:
        if item.beyond_chat:
            blocks = item.required and not (item.hidden or item.read_only)
            kinds = ", ".join(item.media_types)
            what = (
                "a reference" if item.type == "reference" else f"files of type {kinds}, only pictures and PDF"
            )
            extensions.report(
                "unsupported", f"a chat cannot ask for {what}", "error" if blocks else "warning"
            )
        if item.type == "choice" and not item.options and item.askable and not item.raw.get("answerValueSet"):
            extensions.report("no-options", "a choice without anything to choose", "error")
        if item.type == "display" and item.children:
            extensions.report("malformed", "a display item has items inside it (R4 que-1)")
        if not item.text and item.askable:
            extensions.report("no-text", "a question without words")
        if not item.repeats and (item.max_occurs or 1) > 1:
            extensions.report("bad-extension", "maxOccurs above 1 on an item that does not repeat")
        for name in extensions:
            if name not in HONOURED | HARMLESS and name != VENDOR_EXCLUSIVE:
                extensions.report("extension", f"{name} is not understood; the form is walked without it")


def _text(raw: Mapping[str, Any], children: tuple[Item, ...], language: str) -> Localized:
    """Return the item's words; a wordless question is asked in the words of the first text inside it."""
    own = localized(raw.get("text"), raw.get("_text"), language)
    return own or next((child.text for child in children if child.type == "display"), own)


def _initial(raw: Mapping[str, Any], extensions: Extensions) -> tuple[Value, ...]:
    found: list[Value] = []
    for one in elements(raw.get("initial")):
        key, written = value_of(one) or ("value", None)
        if key == "valueQuantity" and isinstance(written, dict) and "value" not in written:
            continue  # a unit waiting for its number, no answer: see _units
        try:
            found.append(decode(key, written))
        except ValueError as wrong:
            extensions.report("bad-initial", str(wrong))
    options = (
        value_of(one) for one in elements(raw.get("answerOption")) if one.get("initialSelected") is True
    )
    found.extend(decode(*one) for one in options if one)
    return tuple(found)


def _conditions(raw: Mapping[str, Any], extensions: Extensions) -> tuple[Condition, ...]:
    found = []
    for one in elements(raw.get("enableWhen")):
        expected, operator = value_of(one, "answer"), one.get("operator")
        try:
            if (
                not isinstance(operator, str)
                or operator not in OPERATORS
                or not expected
                or not isinstance(one.get("question"), str)
            ):
                raise ValueError("enableWhen needs a question, an operator and an answer")
            condition = Condition(one["question"], str(operator), decode(*expected))
        except ValueError as wrong:
            extensions.report("enable-when", str(wrong), "error")
        else:
            found.append(condition)
    return tuple(found)


def _limits(raw: Mapping[str, Any], extensions: Extensions) -> dict[str, Any]:
    longest = raw.get("maxLength")
    return {
        "minimum": extensions.bound("minValue", "minQuantity"),
        "maximum": extensions.bound("maxValue", "maxQuantity"),
        "min_length": extensions.count("minLength"),
        "max_length": longest if isinstance(longest, int) and longest > 0 else None,
        "pattern": _pattern(extensions),
        "max_decimals": extensions.count("maxDecimalPlaces"),
        "min_occurs": extensions.count("minOccurs") or 0,
        "max_occurs": extensions.count("maxOccurs") if raw.get("repeats") is True else 1,
        "units": _units(raw, extensions),
        "units_open": extensions.value("unitOpen") in ("optionsOrType", "optionsOrString"),
        "media_types": tuple(str(one.get("valueCode")) for one in extensions.all("mimeType")),
        "max_size": extensions.number("maxSize"),
    }


def _looks(extensions: Extensions) -> dict[str, Any]:
    control = next((one.code for one in extensions.codings("itemControl") if one.code), "")
    category = next((one.code for one in extensions.codings("displayCategory") if one.code), "")
    slides = control == "slider" or extensions.all("sliderStepValue")
    return {
        "control": control or category,
        "slider": Slider(extensions.number("sliderStepValue")) if slides else None,
        "entry_format": extensions.text("entryFormat"),
        "open_label": extensions.text("openLabel"),
    }


def _units(raw: Mapping[str, Any], extensions: Extensions) -> tuple[Coding, ...]:
    units = extensions.codings("unitOption") + extensions.codings("unit")
    if units:
        return tuple(dict.fromkeys(units))
    for one in elements(raw.get("initial")):
        quantity = one.get("valueQuantity")
        if isinstance(quantity, dict) and (quantity.get("code") or quantity.get("unit")):
            return (Coding(quantity.get("system"), quantity.get("code"), quantity.get("unit")),)
    return ()


def _pattern(extensions: Extensions) -> Any:
    pattern = extensions.value("regex")
    if not isinstance(pattern, str):
        return None
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as wrong:
        why = wrong.args[0].decode() if wrong.args and isinstance(wrong.args[0], bytes) else str(wrong)
        extensions.report(
            "pattern", f"RE2 cannot take {pattern!r} ({why}); answers are not checked against it"
        )
        return None


def _vendor_codes(extension: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"code": one.get("valueCode")} for one in parts(extension).values()]


def _alone(option: Option, codes: set[Any]) -> Option:
    if not isinstance(option.value, Coding) or option.value.code not in codes:
        return option
    return Option(option.value, option.display, option.prefix, exclusive=True, ordinal=option.ordinal)
