"""What a form computes, read from its extensions (SDC 3.0: variables, calculated values, constraints)."""

import re
from collections.abc import Mapping
from typing import Any

from portal.questionnaires.exact import elements
from portal.questionnaires.extensions import Extensions, parts
from portal.questionnaires.localized import localized
from portal.questionnaires.model import Constraint, Expression, Expressions, Toggle
from portal.questionnaires.values import decode, value_of

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def read_expressions(extensions: Extensions) -> Expressions:
    """Return what the element computes."""
    toggles = (_toggle(one, extensions) for one in extensions.all("answerOptionsToggleExpression"))
    rules = [*extensions.all("constraint"), *extensions.all("targetConstraint")]
    return Expressions(
        variables=tuple(found for one in extensions.all("variable") if (found := _variable(one, extensions))),
        initial=_first("initialExpression", extensions),
        calculated=_first("calculatedExpression", extensions),
        enable_when=_first("enableWhenExpression", extensions),
        toggles=tuple(toggle for toggle in toggles if toggle),
        constraints=tuple(rule for one in rules if (rule := _constraint(one, extensions))),
    )


def _first(name: str, extensions: Extensions) -> Expression | None:
    return next((found for one in extensions.all(name) if (found := extensions.expression(one))), None)


def _variable(extension: Mapping[str, Any], extensions: Extensions) -> Expression | None:
    found = extensions.expression(extension)
    if found and not found.name:
        extensions.report("bad-extension", "a variable without a name")
        return None
    if found and not _ID.fullmatch(found.name):
        extensions.report("bad-extension", f"variable {found.name} is no FHIR id (letters, digits, - and .)")
    return found


def _toggle(extension: Mapping[str, Any], extensions: Extensions) -> Toggle | None:
    expression = extensions.expression(parts(extension).get("expression", {}))
    raw = (value_of(one) for one in elements(extension.get("extension")) if one.get("url") == "option")
    try:
        options = tuple(decode(*one) for one in raw if one)
    except ValueError as wrong:
        extensions.report("bad-extension", f"answerOptionsToggleExpression: {wrong}")
        return None
    return Toggle(options, expression) if expression and options else None


def _constraint(extension: Mapping[str, Any], extensions: Extensions) -> Constraint | None:
    inner = parts(extension)
    expression = extensions.expression(inner.get("expression", {}))
    if not expression:
        return None
    human = inner.get("human", {})
    return Constraint(
        key=str(inner.get("key", {}).get("valueId") or ""),
        expression=expression,
        severity="warning" if inner.get("severity", {}).get("valueCode") == "warning" else "error",
        human=localized(human.get("valueString") or human.get("valueMarkdown"), human.get("_valueString")),
        location=str(inner.get("location", {}).get("valueString") or ""),
    )
