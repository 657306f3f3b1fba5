"""Large forms, long words, long lists, several units: what a person sees, and that nothing is lost."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from portal import followups
from portal.work import Workroom
from simulator.html_text import parse
from tests.databases import on_sqlite
from tests.handlers.chat import Chat
from tests.journeys import people
from tests.journeys.forms import computes, form, options, question
from tests.journeys.people import CAMILLE

pytestmark = on_sqlite

HL7 = "http://hl7.org/fhir/StructureDefinition/questionnaire-"
LATER = "Enregistrer et continuer après"
_numbers = count(1)


class Filling(Chat):
    """A chat in front of a form."""

    def __init__(self, workroom: Workroom, text: str) -> None:
        person = replace(CAMILLE, user_id=820_000 + next(_numbers), email=f"big{next(_numbers)}@example.org")
        self.account_id = workroom.do(people.link, person)
        workroom.do(people.follow, self.account_id, text, at="00:00", window="24 h")
        workroom.do(followups.release_due)
        super().__init__(workroom, person.user_id)
        self.say("/suivi")

    @property
    def seen(self) -> str:
        """The words of the lowest message, as they are read."""
        text = parse(self.last)[0]
        assert len(text) <= 4096
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    def sent(self) -> dict[str, Any]:
        """Send, and return the answers by linkId."""
        self.tap("Envoyer")
        (resource,) = self.room.do(people.responses, self.account_id)
        return {one["linkId"]: one["answer"] for one in _all(resource["item"]) if "answer" in one}


def _all(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in items:
        yield one
        yield from _all(one.get("item", []))


@pytest.fixture
def filling(workroom: Workroom) -> Iterator[Callable[[str], Filling]]:
    opened: list[Filling] = []

    def fill(text: str) -> Filling:
        opened.append(Filling(workroom, text))
        return opened[-1]

    yield fill
    for one in opened:
        one.close()


def group(link_id: str, title: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": "group", "text": title, "item": list(items), **more}


def numbers(first: int, after: int) -> list[dict[str, Any]]:
    return [question(f"q{n}", "integer", f"Question numéro {n} ?") for n in range(first, after)]


def test_a_section_is_announced_when_it_begins_and_recalled_after(filling):
    chat = filling(form(group("a", "Douleur", *numbers(0, 2)), group("b", "Sommeil", *numbers(2, 4))))
    assert "1 sur 4\n\nDouleur\n\nQuestion numéro 0" in chat.seen
    chat.say("1")
    assert chat.seen.startswith("2 sur 4 · Douleur")
    chat.say("1")
    assert chat.seen.startswith("3 sur 4\n\nSommeil")


def test_each_repeat_of_a_section_has_its_number(filling):
    more = [{"url": f"{HL7}minOccurs", "valueInteger": 2}]
    chat = filling(form(group("a", "Visite", *numbers(0, 2), repeats=True, extension=more)))
    chat.say("1", "1")
    assert "Visite (2)" in chat.seen


def test_a_form_is_saved_and_continued_later(filling):
    chat = filling(form(*numbers(0, 4)))
    chat.say("1")
    chat.tap(LATER)
    assert "continuer quand vous voulez" in chat.seen
    chat.tap("Continuer")
    assert "Question numéro 1" in chat.seen


def test_a_form_of_five_hundred_questions_is_walked(filling):
    parts = [group(f"g{n}", f"Partie {n}", *numbers(n * 20, n * 20 + 20)) for n in range(25)]
    chat = filling(form(*parts))
    chat.say("7")
    assert chat.seen.startswith("2 sur 500 · Partie 0")
    chat.tap("‹ Retour")
    assert chat.labels[0].endswith(": 7")


def test_all_sixty_answers_can_be_seen_before_they_are_sent(filling):
    long = "Question à laquelle on répond par un nombre, et qui est un peu longue, numéro"
    chat = filling(form(*(question(f"q{n}", "integer", f"{long} {n} ?") for n in range(60))))
    for n in range(60):
        chat.say(str(n))
    recap = chat.seen
    while "Suite ›" in chat.labels:
        chat.tap("Suite ›")
        recap += "\n" + chat.seen
    assert all(f"numéro {n} ?\n{n}\n" in f"{recap}\n" for n in range(60))
    assert "Page 2 sur" in recap
    assert len(chat.sent()) == 60


def test_a_recap_of_long_answers_goes_by_pages_and_loses_none(filling):
    chat = filling(form(*(question(f"q{n}", "text", f"Texte {n} ?") for n in range(6))))
    for n in range(6):
        chat.say(f"début {n} " + "<&> mot " * 200 + f"fin {n}")
    recap = chat.seen
    while "Suite ›" in chat.labels:
        chat.tap("Suite ›")
        recap += chat.seen
    assert all(f"début {n}" in recap and f"fin {n}" in recap for n in range(6))
    chat.tap("‹ Précédent")
    assert len(chat.sent()) == 6


def test_words_longer_than_a_message_are_read_page_by_page_and_answered(filling):
    long = " ".join(f"mot{n}" for n in range(1500))
    chat = filling(form(question("a", "choice", long, answerOption=options("Oui", "Non")), *numbers(0, 3)))
    read = chat.seen
    assert "Oui" not in chat.labels
    while "Suite ›" in chat.labels:
        chat.tap("Suite ›")
        read += " " + chat.seen
    assert [f"mot{n}" for n in range(1500)] == re.findall(r"mot\d+", read)
    chat.tap("Oui")
    assert "Question numéro 0" in chat.seen
    for _ in range(3):
        chat.say("1")
    assert "…" in chat.seen
    assert chat.sent()["a"] == [{"valueString": "Oui"}]


def test_labels_of_three_hundred_characters_are_numbered_in_the_words(filling):
    labels = [f"Choix {n} " + "mot " * 73 + f"fin{n}" for n in range(12)]
    chat = filling(form(question("a", "choice", "Lequel ?", answerOption=options(*labels))))
    assert f"1. {labels[0]}" in chat.seen
    assert chat.labels[0] == "1"
    chat.tap("Suite ›")
    chosen = next(int(line[0]) for line in chat.seen.splitlines() if "fin7" in line)
    chat.tap(str(chosen))
    assert chat.sent()["a"] == [{"valueString": labels[7]}]


def test_five_thousand_codes_are_searched_by_typing_and_paged(filling):
    codes = [{"valueCoding": {"system": "urn:x", "code": f"c{n}", "display": f"Maladie {n:04} du livre"}}
             for n in range(5000)]  # fmt: skip
    chat = filling(form(question("a", "choice", "Laquelle ?", answerOption=codes)))
    assert "Maladie 0007 du livre" in chat.labels
    chat.tap("Suite ›")
    assert "Maladie 0008 du livre" in chat.labels
    chat.say("431")
    assert [label for label in chat.labels if "431" in label][:2] == [
        "Maladie 0431 du livre",
        "Maladie 1431 du livre",
    ]
    chat.tap("Suite ›")
    chat.tap("Maladie 4317 du livre")
    assert chat.sent()["a"][0]["valueCoding"]["code"] == "c4317"


def test_a_scale_of_eleven_is_two_rows(filling):
    limits = [{"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
              {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}]  # fmt: skip
    chat = filling(form(question("a", "integer", "Combien ?", extension=limits)))
    assert [len(row) for row in chat.lowest.keyboard] == [6, 5, 1]


UNITS = [
    {"url": f"{HL7}unitOption", "valueCoding": {"system": "http://unitsofmeasure.org", "code": code, "display": said}}
    for code, said in (("kg", "kg"), ("[lb_av]", "livres"))
]  # fmt: skip


def weight(*more: dict[str, Any]) -> str:
    return form(question("w", "quantity", "Votre poids ?", extension=[*UNITS, *more]))


@pytest.mark.parametrize(
    ("typed", "value"), [("72 kg", 72), ("72,5kg", 72.5), ("160 livres", 160), ("160 [lb_av]", 160)]
)
def test_an_amount_is_typed_with_its_unit(filling, typed, value):
    chat = filling(weight())
    assert "Avec son unité : kg ou livres." in chat.seen
    chat.say(typed)
    (said,) = chat.sent()["w"]
    assert said["valueQuantity"]["value"] == value
    assert said["valueQuantity"]["code"] == ("kg" if "kg" in typed else "[lb_av]")


def test_the_unit_is_asked_after_a_number_alone(filling):
    chat = filling(weight())
    chat.say("72")
    assert "72 : dans quelle unité ?" in chat.seen
    assert chat.labels[:2] == ["kg", "livres"]
    chat.say("73")
    chat.tap("livres")
    (said,) = chat.sent()["w"]
    assert (said["valueQuantity"]["value"], said["valueQuantity"]["unit"]) == (73, "livres")


def test_a_unit_that_is_not_known_is_told_and_the_number_is_kept(filling):
    chat = filling(weight())
    chat.say("11 stones")
    assert "Cette unité n'est pas connue ici" in chat.seen
    chat.say("kg")
    (said,) = chat.sent()["w"]
    assert (said["valueQuantity"]["value"], said["valueQuantity"]["code"]) == (11, "kg")


def test_where_units_are_open_another_is_taken_as_it_is_written(filling):
    chat = filling(weight({"url": f"{HL7}unitOpen", "valueCode": "optionsOrString"}))
    chat.say("11 stones")
    assert "11 stones" in chat.seen
    (said,) = chat.sent()["w"]
    assert said["valueQuantity"] == {"value": 11, "unit": "stones"}


def test_a_limit_in_one_unit_says_nothing_of_another(filling):
    most = {
        "url": f"{HL7}maxQuantity",
        "valueQuantity": {"value": 150, "system": "http://unitsofmeasure.org", "code": "kg"},
    }
    chat = filling(weight(most))
    chat.say("160 kg")
    assert "150 au plus" in chat.seen
    chat.say("160 livres")
    assert "Vérifiez avant d'envoyer" in chat.seen


def test_two_devices_filling_at_once_send_once(filling, workroom):
    chat = filling(form(*numbers(0, 2)))
    chat.say("1")
    with closing(Chat(workroom, chat.user_id)) as other:  # the same chat, on another screen
        other.telegram = chat.telegram
        chat.say("2")
        old = next((n, b.data) for n, b in chat.buttons if b.label == "Envoyer")
        chat.tap("Envoyer")
        other.press(*old)
    assert len(workroom.do(people.responses, chat.account_id)) == 1


def test_a_form_withdrawn_while_it_is_filled_in_says_so(filling, workroom):
    chat = filling(form(*numbers(0, 2)))
    chat.say("1")
    (one,) = workroom.do(people.followed, chat.account_id)
    workroom.do(people.stop, chat.account_id, one)
    chat.say("2")
    chat.tap("Envoyer")
    assert "Le temps pour remplir ce formulaire est passé" in chat.seen
    assert workroom.do(people.responses, chat.account_id) == []


def test_a_question_that_offers_nothing_any_more_is_passed_over(filling):
    never = {"language": "text/fhirpath", "expression": "1 = 2"}
    parts = [{"url": "option", "valueString": "x"}, {"url": "expression", "valueExpression": never}]
    toggle = {**computes("answerOptionsToggleExpression", ""), "extension": parts}
    del toggle["valueExpression"]
    chat = filling(
        form(question("a", "choice", "Quoi ?", answerOption=options("x"), extension=[toggle]), *numbers(0, 1))
    )
    assert "Question numéro 0" in chat.seen
    chat.say("1")
    assert json.dumps(chat.sent()) == '{"q0": [{"valueInteger": 1}]}'


def test_what_must_be_ticked_is_not_passed_over_with_nothing_ticked(filling):
    signs = question("a", "choice", "Lesquels ?", answerOption=options("Toux", "Fièvre"), repeats=True)
    chat = filling(form(signs))
    chat.tap("Terminé")
    assert "Touchez les boutons qui conviennent" in chat.last
    chat.tap("⬜ Toux")
    chat.tap("Terminé")
    assert "Vérifiez avant d'envoyer" in chat.last


def test_a_greeting_in_the_middle_is_greeted_and_the_question_comes_again(filling):
    chat = filling(form(*numbers(0, 2)))
    chat.say("bonsoir")
    assert "Bonjour. Nous en étions là" in chat.last
    chat.say("oui ça va")
    assert "Je suis une machine" not in chat.last
