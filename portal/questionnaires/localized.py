"""A text in the languages it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.questionnaires.exact import elements

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


@dataclass(frozen=True, slots=True)
class Localized:
    """A base text and its translations, by BCP 47 language tag."""

    base: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.base)

    def __bool__(self) -> bool:
        return bool(self.base or self.translations)

    def said(self, language: str) -> str:
        """Return the text in that language, else in a near one (`fr` for `fr-CA`), else as written."""
        exact = self.translations.get(language)
        if exact:
            return exact
        root = language.partition("-")[0]
        near = (text for tag, text in self.translations.items() if tag.partition("-")[0] == root)
        return next(near, "") or self.base or next(iter(self.translations.values()), "")


def localized(base: Any, element: Any, own_language: str = "") -> Localized:
    """Read a text and the translations in its `_text` element (R4 StructureDefinition/translation)."""
    text = base.strip() if isinstance(base, str) else ""
    found = {own_language: text} if own_language and text else {}
    for extension in elements(element.get("extension")) if isinstance(element, dict) else ():
        if extension.get("url") == TRANSLATION:
            said = {str(part.get("url")): part for part in elements(extension.get("extension"))}
            language, content = said.get("lang", {}).get("valueCode"), said.get("content", {})
            words = content.get("valueString") or content.get("valueMarkdown")
            if isinstance(language, str) and isinstance(words, str) and words.strip():
                found[language] = words.strip()
    return Localized(text, found)
