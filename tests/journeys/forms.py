"""Forms for journeys: one of every kind of question that the shipped ones do not ask."""

import json
from typing import Any

# The shipped form of the day after an operation, answered as briefly as it can be; what is left is the recap.
ALL_IS_WELL = (
    "2",
    "Non",
    "Propre et sec",
    "Non",
    "Un peu",
    "Oui",
    "Oui",
    "Rien de tout cela",
    "Terminé",
    "Passer ›",
)


def form(*items: dict[str, Any]) -> str:
    """Return a questionnaire as text."""
    return json.dumps({"resourceType": "Questionnaire", "status": "active", "url": "https://masante-bot.example/q",
                       "title": "Un formulaire", "item": list(items)})  # fmt: skip


def question(link_id: str, kind: str, words: str, **more: Any) -> dict[str, Any]:
    """Return a required question, unless it says otherwise."""
    return {"linkId": link_id, "type": kind, "text": words, "required": True, **more}


def at_most(kind: str, value: Any) -> dict[str, Any]:
    """Return the extension that sets a greatest value."""
    return {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", f"value{kind}": value}


def options(*words: str) -> list[dict[str, Any]]:
    """Return answer options that are texts."""
    return [{"valueString": one} for one in words]


EVERY_KIND = form(
    question("day", "date", "Quel jour ?", extension=[at_most("Date", "2026-03-02")]),
    question("moment", "dateTime", "À quel moment ?"),
    question("hour", "time", "À quelle heure ?"),
    question("steps", "integer", "Combien de pas ?", extension=[at_most("Integer", 100000)]),
    question("weight", "decimal", "Votre poids ?"),
    question("word", "string", "Un mot ?", maxLength=20),
    question("site", "url", "Une adresse du web ?"),
    question("colour", "choice", "Quelle couleur ?", answerOption=options("Rouge", "Vert")),
)


def computes(kind: str, expression: str) -> dict[str, Any]:
    """Return the extension that has something computed: `calculatedExpression`, `enableWhenExpression` …"""
    url = f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{kind}"
    return {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": expression}}


def answer_to(link_id: str) -> str:
    """Return the FHIRPath of the answer to a question at the top of the form."""
    return f"%resource.item.where(linkId='{link_id}').answer.value"


# Compares 90,000 amounts each with each, inside the library, where nobody looks at the clock.
ENDLESS = (f"'a'.replace('a','{'b' * 900}').replace('b','{'c' * 100}').toChars()"
           ".select(1 'kg').distinct().count()")  # fmt: skip

# Forty lists, each twice the one before.
DOUBLED = [
    {"url": "http://hl7.org/fhir/StructureDefinition/variable",
     "valueExpression": {"name": f"v{n}", "language": "text/fhirpath", "expression": f"%v{n - 1}.combine(%v{n - 1})"}}
    for n in range(1, 41)
]  # fmt: skip
DOUBLED[0]["valueExpression"]["expression"] = "1 | 2 | 3 | 4"


def scored(expression: str = f"{answer_to('a')} + {answer_to('b')}") -> str:
    """Return a form of two numbers, their sum, and a question that comes when the sum is high."""
    return form(
        question("a", "integer", "Combien le matin ?"),
        question("b", "integer", "Combien le soir ?"),
        question("sum", "integer", "Somme", extension=[computes("calculatedExpression", expression)]),
        question("why", "string", "Pourquoi autant ?",
                 extension=[computes("enableWhenExpression", f"{answer_to('sum')} > 10")]),
        question("end", "boolean", "Avez-vous fini ?"),
    )  # fmt: skip


def pattern(regex: str) -> dict[str, Any]:
    """Return the extension that has an answer match this pattern."""
    return {"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": regex}


# RE2 takes neither of the first two; others choke on the third.
AHEAD, BACK, EXPLODING = "(?=x).*", r"(a)\1", "(a+)+$"
LONG = tuple(f"{letter} " + "très longue réponse " * 15 for letter in "ABC")  # of 300 characters and more
CODES = 5000


def of_many_codes() -> str:
    """Return a form that asks for one of five thousand codes, of a value set it carries."""
    concepts = [{"code": f"c{n}", "display": f"Médicament {n}"} for n in range(CODES)]
    value_set = {
        "resourceType": "ValueSet",
        "id": "v",
        "compose": {"include": [{"system": "urn:m", "concept": concepts}]},
    }
    asked = json.loads(form(question("m", "choice", "Lequel prenez-vous ?", answerValueSet="#v")))
    return json.dumps({**asked, "contained": [value_set]})
