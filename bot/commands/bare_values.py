"""A FHIR value as people read it, of whose form nothing is known."""

from collections.abc import Mapping
from typing import Any

from bot.commands.printing import shown


def value_of(answer: Mapping[str, Any]) -> str:
    """Return one answer as people read it."""
    value = next((one for key, one in answer.items() if key.startswith("value")), None)
    if not isinstance(value, Mapping):
        return shown(value)
    if "contentType" in value:  # a file
        return " · ".join(
            filter(None, map(shown, (value.get("title"), value["contentType"], value.get("url"))))
        )
    if "value" in value:  # a quantity
        return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
    return str(value.get("display") or value.get("code") or value.get("title") or "")
