"""One chat in every language: guessed, chosen at any time, typed in as she writes; nothing is lost on the way."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from locales import LANGUAGES, NAMES
from locales.saying import BEGIN, END
from portal.work import Workroom
from tests.databases import on_sqlite
from tests.handlers.chat import Chat
from tests.handlers.test_big_forms import Filling, filling  # noqa: F401  a fixture
from tests.journeys import people
from tests.journeys.forms import form, question

pytestmark = on_sqlite

Fill = Callable[[str], Filling]
_users = count(830_000)
GREETINGS = {
    "fr": "Bonjour. Je suis MaSanté", "en": "Hello. I am MaSanté", "es": "Hola. Soy MaSanté",
    "pt": "Olá. Sou a MaSanté", "ar": "مرحبًا. أنا MaSanté",
}  # fmt: skip
ASKED_AGAIN = {"fr": "Passer ›", "en": "Skip ›", "es": "Saltar ›", "pt": "Saltar ›", "ar": "تخطي ›"}


@pytest.fixture
def stranger(workroom: Workroom) -> Iterator[Callable[..., Chat]]:
    opened: list[Chat] = []

    def meet(language: str) -> Chat:
        opened.append(Chat(workroom, next(_users), language))
        opened[-1].say("/start")
        return opened[-1]

    yield meet
    for one in opened:
        one.close()


def translated(said: str, **others: str) -> dict[str, object]:
    """A text of a form, and the extension that holds its translations."""
    url = "http://hl7.org/fhir/StructureDefinition/translation"
    told = [
        {
            "url": url,
            "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": words}],
        }
        for code, words in others.items()
    ]
    return {"text": said, "_text": {"extension": told}}


def pain() -> str:
    """Three questions that need not be answered: a number with its translations, a day, a word."""
    first = question("pain", "integer", "Douleur ?") | translated(
        "Douleur ?", es="¿Dolor?", ar="ما درجة الألم؟"
    )
    others = (question("day", "date", "Quel jour ?"), question("word", "string", "Un mot ?"))
    return form(*({**one, "required": False} for one in (first, *others)))


@pytest.mark.parametrize(
    ("guess", "language"), [("fr", "fr"), ("pt-br", "pt"), ("ar-EG", "ar"), ("es-419", "es"), ("ja", "fr")]
)
def test_telegrams_language_is_the_first_guess(
    stranger: Callable[..., Chat], guess: str, language: str
) -> None:
    assert GREETINGS[language] in stranger(guess).last


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_chosen_by_its_own_name(stranger: Callable[..., Chat], language: str) -> None:
    chat = stranger("en")
    chat.say("/idioma")
    chat.tap(NAMES[language])
    chat.say("/start")
    assert GREETINGS[language] in chat.last


@pytest.mark.parametrize("typed", ["العربية", "ar", "AR"])
def test_a_language_may_be_typed_after_the_command(stranger: Callable[..., Chat], typed: str) -> None:
    chat = stranger("fr")
    chat.say(f"/langue {typed}", "/start")
    assert GREETINGS["ar"] in chat.last


def test_an_unknown_language_shows_those_there_are(stranger: Callable[..., Chat]) -> None:
    chat = stranger("fr")
    chat.say("/langue klingon")
    assert {button.label for _n, button in chat.buttons} >= set(NAMES.values())


def test_easier_french_is_chosen_before_anyone_signs_in(stranger: Callable[..., Chat]) -> None:
    chat = stranger("fr")
    chat.say("/langue")
    chat.tap(NAMES["fr-simple"])
    chat.say("/start", "bla")
    assert "Je n'ai pas trouvé de réponse." in chat.last
    chat.say("/langue fr", "bla")
    assert "Je n'ai pas de réponse à cela." in chat.last


def test_the_french_that_is_chosen_is_the_one_that_is_spoken(stranger: Callable[..., Chat]) -> None:
    chat = stranger("fr")
    for first, then, said in (
        ("fr-simple", "fr", "Je n'ai pas de réponse à cela."),
        ("fr", "fr-simple", "Je n'ai pas trouvé"),
    ):
        chat.say(f"/langue {first}", "/langue en", f"/langue {then}", "bla")
        assert said in chat.last


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_in_the_middle_of_a_form(filling: Fill, language: str) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say("7")
    chat.say("/langue")
    chat.tap(NAMES[language])
    assert ASKED_AGAIN[language] in [button.label for _n, button in chat.buttons]
    assert "Quel jour ?" in chat.seen
    chat.say("٢٠٢٦-٠٣-٠١", "Fatigue")
    chat.say("/langue fr")
    chat.tap("Envoyer")
    (resource,) = chat.room.do(people.responses, chat.account_id)
    assert [one["answer"][0] for one in resource["item"]] == [
        {"valueInteger": 7}, {"valueDate": "2026-03-01"}, {"valueString": "Fatigue"}
    ]  # fmt: skip


def test_the_forms_own_translations_follow(filling: Fill) -> None:  # noqa: F811
    chat = filling(pain())
    assert "Douleur ?" in chat.seen
    chat.say("/langue es")
    assert "¿Dolor?" in chat.seen
    chat.say("/langue ar")
    assert "ما درجة الألم؟" in chat.seen


def test_who_reads_none_of_the_forms_languages_is_told_once(filling: Fill) -> None:  # noqa: F811
    chat = filling(people.shipped("after-day-surgery"))
    assert "dans votre langue" not in chat.seen
    assert "Quelques questions" in chat.seen
    chat.say("/langue es")
    assert "Puede leerlo en: Français o English." in chat.seen
    chat.say("bla")
    assert "votre douleur" in chat.seen
    assert not any(said in chat.seen for said in ("Puede leerlo", "Quelques questions", "112"))


def test_names_and_numbers_are_set_apart_in_arabic(filling: Fill) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say("/langue ar", "٧")
    assert f"{BEGIN}2{END} من {BEGIN}3{END}" in chat.seen
    chat.say("/menu")
    assert f"{BEGIN}Camille{END}" in chat.seen


@pytest.mark.parametrize("word", ["passer", "Skip", "omitir", "saltar", "تخطي"])
def test_who_types_skip_passes_over_what_may_be_skipped(filling: Fill, word: str) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say(word)
    assert "Quel jour ?" in chat.seen


@pytest.mark.parametrize("word", ["retour", "Back", "atrás", "voltar", "رجوع"])
def test_who_types_back_goes_back(filling: Fill, word: str) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say("7", word)
    assert "Douleur ?" in chat.seen
    chat.tap("Garder\u00a0: 7")
    assert "Quel jour ?" in chat.seen


@pytest.mark.parametrize("word", ["annuler", "Menu", "cancelar", "إلغاء"])
def test_who_types_cancel_leaves_and_loses_nothing(filling: Fill, word: str) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say(word)
    assert "C'est gardé tel quel" in chat.last
    chat.tap("Continuer")
    assert "Douleur ?" in chat.last


@pytest.mark.parametrize("word", ["annuler", "Cancel", "sair", "إلغاء"])
def test_cancel_is_no_answer_even_where_any_words_are(filling: Fill, word: str) -> None:  # noqa: F811
    chat = filling(form(question("word", "string", "Un mot ?")))
    chat.say(word)
    assert "C'est gardé tel quel" in chat.last
    chat.tap("Continuer")
    assert "Un mot ?" in chat.last


def test_menu_is_a_surname_too(filling: Fill) -> None:  # noqa: F811
    chat = filling(form(question("name", "string", "Votre nom ?")))
    chat.say("Menu")
    assert "Vérifiez avant d'envoyer" in chat.last


def test_back_is_an_answer_where_it_can_be_one(filling: Fill) -> None:  # noqa: F811
    chat = filling(pain())
    chat.say("7", "hier", "back")
    assert "back" in chat.seen
    assert "Envoyer" in [button.label for _n, button in chat.buttons]


def test_what_must_be_answered_is_not_skipped(filling: Fill) -> None:  # noqa: F811
    chat = filling(form(question("pain", "integer", "Douleur ?"), question("word", "string", "Un mot ?")))
    chat.say("passer")
    assert "Douleur ?" in chat.seen
    assert "en chiffres" in chat.seen
