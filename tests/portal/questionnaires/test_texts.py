"""Words in the language of the person."""

import pytest

from portal.questionnaires import Localized
from tests.portal.questionnaires.forms import form, item

FRENCH = {
    "extension": [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [
                {"url": "lang", "valueCode": "fr"},
                {"url": "content", "valueString": "Où avez-vous mal ?"},
            ],
        }
    ]
}


@pytest.mark.parametrize(("language", "said"), [("fr", "A"), ("fr-CA", "A"), ("en", "B"), ("de", "base")])
def test_a_text_is_said_in_the_nearest_language(language, said):
    assert Localized("base", {"fr": "A", "en-GB": "B"}).said(language) == said


def test_an_item_brings_its_translations():
    q = form(item("a") | {"_text": FRENCH})
    assert q.by_link["a"].text.said("fr") == "Où avez-vous mal ?"
    assert q.by_link["a"].text.said("en") == "What about a?"


def test_the_language_of_the_form_is_that_of_its_texts():
    q = form(item("a") | {"_text": FRENCH}, language="en")
    assert q.by_link["a"].text.said("en-US") == "What about a?"


def test_an_option_brings_its_translations():
    coding = {"code": "x", "display": "Pain", "_display": FRENCH}
    q = form(item("a", "choice", answerOption=[{"valueCoding": coding}]))
    assert q.by_link["a"].options[0].display.said("fr") == "Où avez-vous mal ?"


def test_a_value_set_brings_the_designations_of_its_codes():
    concept = {"code": "x", "display": "yes", "designation": [{"language": "fr", "value": "oui"}]}
    contained = [{"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"concept": [concept]}]}}]
    q = form(item("a", "choice", answerValueSet="#v"), contained=contained)
    assert [q.by_link["a"].options[0].display.said(tag) for tag in ("fr", "en")] == ["oui", "yes"]


@pytest.mark.parametrize(
    ("own", "title", "languages"),
    [("en", "Pain", ("en",)), ("fr", "Douleur", ("fr",)), (None, "Pain", ()), ("en", "", ("en", "fr"))],
)
def test_a_form_is_in_the_languages_of_all_its_texts(own, title, languages):
    more = {"language": own, "title": title} if own else {"title": title}
    q = form(item("a") | {"_text": FRENCH}, **more)
    assert q.languages == languages
