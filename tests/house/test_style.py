"""How things are said: short, plain, in the same words for the same things, on buttons that fit, never by a sign alone."""

import re
import unicodedata
from pathlib import Path

import pytest

from bot.faces import profiles
from conversations import refusals
from conversations.faq import SECTIONS
from handlers.talk import DOORS
from locales import LANGUAGES, base
from locales.faq import articles
from locales.saying import Reader, say
from tests.house.sentences import FACT, SPOKEN, Said, buttons, said, written
from tests.house.source import imported

imported("conversations", "handlers")
LONGEST_BUTTON = 30
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
MUTE = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûü])(?:e|es|ent)$")
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")

# One word for a thing: what English calls so is called so. Where a language may also use another word, it stands here.
TERMS = {
    "access code": {"fr": "code d'accès", "es": "código de acceso", "pt": "código de acesso", "ar": "رمز دخول|رمز الدخول"},
    "authenticator app": {
        "fr": "application de codes", "es": "aplicación de códigos", "pt": "(aplicação|app) de códigos",
        "ar": "تطبيق الرموز|تطبيق للرموز",
    },
    "care team": {"fr": "équipe", "es": "equipo", "pt": "equipa", "ar": "فريق الرعاية"},
    "follow-up": {"fr": "suivi", "es": "seguimiento", "pt": "acompanhamento", "ar": "متابع"},
    "password": {"fr": "mot de passe", "es": "contraseña", "pt": "senha", "ar": "كلمة السر|كلمة سر"},
    "reminder": {"fr": "rappel", "es": "record", "pt": "lembr", "ar": "تذكير"},
    "professional": {"fr": "profession|acteurs", "es": "profesional", "pt": "profission", "ar": "مهني|المهن"},
    "invitation": {"fr": "invit", "es": "invit", "pt": "convi", "ar": "دعو|دعا"},
    "carnet": {"fr": "carnet", "es": "cartilla", "pt": "boleti", "ar": "دفتر|دفات"},
    "SMS": {"fr": "SMS", "es": "SMS", "pt": "SMS", "ar": "SMS|نصية"},
    "e-mail": {"fr": "e-mail", "es": "correo", "pt": "e-mail", "ar": "البريد|بريد|رسالة|رسالت|رسائل|عنوان"},
}  # fmt: skip
# And other words for the same things, which nobody is to meet.
STRANGERS = {
    "fr": r"\bchat\b|tchat|courriel|(?<!e-)\bmails?\b|texto|code temporaire|code de (sécurité|vérification)|identifiant"
    r"|authentificateur|équipe (médicale|soignante)|télésuivi|cliquez|login|se loguer",
    "es": r"\bchat\b|\be-?mails?\b|palabra clave|código (temporal|de verificación)|equipo médico|pinche|clic\b",
    "pt": r"\bchat\b|correio eletrónico|palavra-passe|código (temporário|de verificação)|equipa médica|clique|celular",
    "ar": r"كلمة المرور|رمز التحقق|انقر|الفريق الطبي|الايميل",
}


def meant(code: str) -> list[Said]:
    return [one for one in said(code) if one.text]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    heard = MUTE.sub("", word.lower()) if len(word) > 3 else word.lower()
    return max(1, len(VOWELS.findall(heard)))


def ease(code: str) -> float:
    """The Flesch index as Kandel and Moles (1958) set it for French: 60 and more is easy, 90 very easy."""
    parts = [part for one in said(code) for part in one.parts if len(words(part)) >= 4]
    spoken = [word for part in parts for word in words(part)]
    return 207 - 1.015 * len(spoken) / len(parts) - 73.6 * sum(map(syllables, spoken)) / len(spoken)


def test_every_sentence_that_is_written_is_collected_to_be_translated() -> None:
    """One inside an f-string is passed over, and stays English for everybody."""
    assert written() == {one.key for one in said("en")}


@pytest.mark.parametrize("language", SPOKEN)
def test_nineteen_sentences_of_twenty_have_fewer_than_twenty_words(language: str) -> None:
    lengths = [len(words(part)) for one in said(language) for part in one.parts]
    assert sum(length < 20 for length in lengths) >= 0.95 * len(lengths)


def test_plain_french_has_one_idea_in_a_sentence() -> None:
    lengths = [len(words(part)) for one in said("fr-simple") for part in one.parts]
    assert max(lengths) <= 15
    assert sum(length <= 10 for length in lengths) >= 0.9 * len(lengths)


def test_french_is_easy_to_read_and_plain_french_very_easy() -> None:
    assert ease("fr") > 80
    assert ease("fr-simple") > 90


@pytest.mark.parametrize("language", SPOKEN)
def test_no_refusal_shouts(language: str) -> None:
    bad_news = {words.key for words in refusals.SENTENCES.values() if hasattr(words, "key")}
    assert bad_news
    assert not [one.text for one in said(language) if one.key[0] in bad_news and "!" in one.text]


@pytest.mark.parametrize("language", SPOKEN)
def test_every_button_fits_a_phone(language: str) -> None:
    faces = buttons()
    long = [
        one.text
        for one in said(language)
        if one.key in faces and len(FACT.sub("", one.text)) > LONGEST_BUTTON
    ]
    assert not long


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ar"])
@pytest.mark.parametrize("term", TERMS)
def test_the_same_thing_has_the_same_name(term: str, language: str) -> None:
    called = re.compile(TERMS[term][language], re.IGNORECASE)
    english = re.compile(rf"\b{term}s?\b", re.IGNORECASE)
    other = [one.text for one in said(language) if english.search(one.key[0]) and not called.search(one.text)]
    assert not other


@pytest.mark.parametrize("language", STRANGERS)
def test_no_other_word_is_used_for_it(language: str) -> None:
    strange = re.compile(STRANGERS[language], re.IGNORECASE)
    assert not [one.text for one in said(language) if strange.search(FACT.sub("X", one.text))]


@pytest.mark.parametrize("language", STRANGERS)
def test_the_faq_calls_things_so_too(language: str) -> None:
    strange = re.compile(STRANGERS[language], re.IGNORECASE)
    told = articles(language, Path("/nowhere")).values()
    assert not [text for one in told for text in (one.title, *one.answer) if strange.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_faq_says_to_tap_is_called_so_where_it_stands(language: str) -> None:
    called = {one.text.strip("‹› ").casefold().replace("\xa0", " ") for one in said(language)}
    told = " ".join(text for one in articles(language, Path("/nowhere")).values() for text in one.answer)
    named = [name.strip().casefold() for name in re.findall("[«“](.*?)[»”]", told.replace("\xa0", " "))]
    assert named
    assert [name for name in named if name not in called] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_command_is_called_as_in_the_menu_of_its_language(language: str) -> None:
    menu = {name for name, _told in profiles("fr")[base(language)].commands}
    named = {name for one in meant(language) for name in re.findall(r"(?<![\w/.}])/([a-z]+)\b", one.text)}
    assert named - menu == set()


@pytest.mark.parametrize("language", SPOKEN)
def test_a_section_of_the_help_is_called_like_no_door(language: str) -> None:
    doors = {say(door.label, Reader(language)) for door in DOORS}
    assert doors & {say(name, Reader(language)) for name in SECTIONS.values()} == set()


@pytest.mark.parametrize("language", SPOKEN)
def test_no_sign_carries_meaning_alone(language: str) -> None:
    signs = [one for one in meant(language) if any(sign(letter) for letter in one.text)]
    assert not [one.text for one in signs if not any(letter.isalpha() for letter in FACT.sub("X", one.text))]


def sign(letter: str) -> bool:
    return unicodedata.category(letter) in ("So", "Sk", "Sm")
