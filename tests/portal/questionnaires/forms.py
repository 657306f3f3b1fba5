"""Small forms to test with, and where forms that others wrote are kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.questionnaires import Answers, Questionnaire, Value, load
from portal.questionnaires.settling import settled

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
BESIDE = [above / "shared" / "questionnaires" for above in Path(__file__).parents]
SHARED = next((folder for folder in BESIDE if folder.exists()), BESIDE[4])
HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def form(*items: dict[str, Any], **more: Any) -> Questionnaire:
    return load(raw(*items, **more))


def raw(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {
        "resourceType": "Questionnaire",
        "url": "https://masante-bot.example/Questionnaire/t",
        "version": "1",
    }
    return {**head, "status": "active", "item": list(items), **more}


def item(link_id: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "text": f"What about {link_id}?", "type": kind, **more}


def prune(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[Value]]:
    """Keep what counts: answers of enabled items, and how often groups repeat."""
    kept: dict[str, list[Value]] = {}
    for nodes in settled(questionnaire, answers).by_link.values():
        for node in nodes:
            for path in (place.path for place in node.places) if node.places else (node.path,):
                if node.enabled and answers.get(path):
                    kept[path] = list(answers[path])
    return kept


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


def options(*codes: str) -> list[dict[str, Any]]:
    return [{"valueCoding": {"system": "urn:test", "code": code, "display": code.title()}} for code in codes]


def ext(name: str, **value: Any) -> dict[str, Any]:
    return {"url": HL7 + name, **value}


def answered(*items: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items)}


def said(link_id: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "answer": list(answers), **more}


def shared(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the forms that others wrote are not at hand")
    return path.read_bytes()


def shared_names() -> list[str]:
    return sorted(str(path.relative_to(SHARED)) for path in SHARED.rglob("*.json")) or ["none-at-hand.json"]
