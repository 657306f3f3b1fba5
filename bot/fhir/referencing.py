"""Documents as FHIR R4 DocumentReference, in one Bundle: what there is, of which type, and where its content stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.fhir.bundling import collection
from conversations.document_words import TYPES
from locales.saying import Reader, say
from portal.documents import Document

LOINC = "http://loinc.org"
# The types under which patients deposit (ANS, nomenclature TRE_A05).
TRE_A05 = "https://mos.esante.gouv.fr/NOS/TRE_A05-TypeDocComplementaire/FHIR/TRE-A05-TypeDocComplementaire"
MEANT_FOR = "https://masante.example/fhir/meant-for"
FRENCH = Reader("fr")


def references(lines: Sequence[Document], hashes: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the Bundle of some documents; `hashes`: SHA-1 in base64, by blob, as an Attachment has it."""
    return collection([reference(one, hashes.get(one.blob)) for one in lines], now)


def reference(one: Document, sha1: str | None) -> dict[str, Any]:
    """Return one document; its content is named as `Binary/…`, and read by `masante document read`."""
    system = LOINC if one.type[:1].isdecimal() else TRE_A05
    coding = {"system": system, "code": one.type, "display": say(TYPES.get(one.type, one.type), FRENCH)}
    attachment: dict[str, Any] = {
        "contentType": one.content_type,
        "url": f"Binary/{one.blob}",
        "size": one.size,
        "title": one.title,
        "creation": one.dated.isoformat(),
    }
    made: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": one.id,
        "masterIdentifier": {
            "system": "urn:ietf:rfc:3986",
            "value": f"urn:uuid:{uuid5(NAMESPACE_URL, f'masante:document/{one.id}')}",
        },
        "status": "current",
        "docStatus": "final",
        "type": {"coding": [coding]},
        "subject": {"reference": f"Patient/{one.record.partition(':')[2]}"},
        "date": one.deposited_at.isoformat(timespec="seconds"),
        "author": [{"reference": _author(one.author)}],
        "description": one.title,
        "content": [{"attachment": {**attachment, **({"hash": sha1} if sha1 else {})}}],
    }
    if one.emergency:
        made["meta"] = {"tag": [{"system": MEANT_FOR, "code": "emergency"}]}
    return made


def _author(actor: str) -> str:
    kind, _, number = actor.partition(":")
    return f"{'Practitioner' if kind == 'professional' else 'Patient'}/{number}"
