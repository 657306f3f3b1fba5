"""Questions are understood, and what is not ours is not answered."""

import time

import pytest

from portal.faq.asking import decide
from portal.faq.judging import Scores
from portal.faq.keeping import kept_reading
from portal.faq.topics import LABELS, LANGUAGES, MEDICAL, TOPICS
from portal.faq.words import lexicon, skeleton
from tests.portal.faq.desk import desk


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("G OUBLIÉ MON MDP !!!", "password-forgotten"),
        ("j'ai changé de généraliste, je ne veux plus que l'ancien voie mon dossier", "revoke-professional"),
        ("le papa peut voir le carnet ?", "share-carnet"),
        ("je veux plus que mon ex voit le carnet de ma fille", "stop-sharing-carnet"),
        ("changer mon numéro de téléphonne", "change-phone"),
        ("I want to delete my account", "unsubscribe"),
        ("no recibo el código", "code-by-email"),
        ("quero partilhar o boletim do meu filho com o pai", "share-carnet"),
        ("نسيت كلمة السر", "password-forgotten"),
    ],
)
def test_a_question_finds_its_topic_whatever_its_language(question: str, topic: str) -> None:
    asked = desk().ask(question)
    assert (asked.kind, asked.topic) == ("answer", topic)
    assert asked.choices[0] == topic
    assert 0 < asked.score <= 1


@pytest.mark.parametrize(
    "question",
    ["quel temps fait-il demain à Lille", "qui a gagné le match", "recette de gaufres", "hello", "merci"],
)
def test_what_is_not_ours_is_not_answered(question: str) -> None:
    assert desk().ask(question, "fr").kind == "none"


@pytest.mark.parametrize(
    ("question", "language"),
    [("puis-je prendre du doliprane ?", "fr"), ("can I take ibuprofen", "en"), ("me duele la cabeza", "es"),
     ("posso tomar paracetamol", "pt"), ("بطني يؤلمني ماذا أفعل", "ar")],
)  # fmt: skip
def test_a_medical_question_is_known_as_one(question: str, language: str) -> None:
    assert desk().ask(question, language).kind == "medical"


def test_a_topic_that_is_near_is_offered_beside_a_medical_answer() -> None:
    by_label = {**dict.fromkeys(LABELS, 0.0), MEDICAL: 0.7, "fill-follow-up": 0.3, "reminders": 0.05}
    asked = decide(Scores(by_label, 0.0))
    assert (asked.kind, asked.topic, asked.choices) == ("medical", None, ("fill-follow-up",))


@pytest.mark.parametrize(
    ("question", "language"),
    [("combien de doliprane je peux prendre", "fr"), ("my chest hurts, what can I take", "en"),
     ("me duele la cabeza", "es"), ("posso tomar paracetamol", "pt")],
)  # fmt: skip
def test_what_is_surely_medical_offers_no_topic_beside_its_answer(question: str, language: str) -> None:
    asked = desk().ask(question, language)
    assert (asked.kind, asked.choices) == ("medical", ())


def test_what_its_words_say_is_not_ours_is_not_answered_at_once() -> None:
    by_label = {**dict.fromkeys(LABELS, 0.0), "reminders": 0.7}
    assert decide(Scores(by_label, 0.0, 0.05)).topic == "reminders"
    doubted = decide(Scores(by_label, 0.0, 0.2))
    assert (doubted.kind, doubted.choices[0]) == ("choices", "reminders")


def test_danger_comes_before_any_topic() -> None:
    asked = desk().ask("j'ai oublié mon mot de passe", danger=lambda text: "oublié" in text)
    assert (asked.kind, asked.topic, asked.choices) == ("urgent", None, ())


def test_what_is_not_clear_is_a_choice_of_three_at_most() -> None:
    asked = desk().ask("mot de passe", "fr")
    assert asked.kind == "choices"
    assert {"password-forgotten", "change-password"} <= set(asked.choices)
    assert len(asked.choices) <= 3


def test_a_question_in_another_language_than_ones_own_is_understood() -> None:
    assert desk().ask("I forgot my password", "fr").topic == "password-forgotten"
    assert desk().ask("نسيت كلمة السر", "fr").topic == "password-forgotten"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "???", "😀😀", "\u202e\u200b\u2066", "a" * 4096, "mot de passe " * 400, "🇫🇷" * 900, "'; DROP TABLE x; --",
     "<b>" * 900, "ｍｏｔ ｄｅ ｐａｓｓｅ", "\x00\ud800", "َُِ" * 1000, "123456", "https://example.org/?a=1&b=2"],
)  # fmt: skip
def test_whatever_is_typed_is_read_in_no_time(typed: str) -> None:
    began = time.process_time()
    asked = desk().ask(typed)
    assert asked.kind in {"answer", "choices", "none", "medical"}
    assert set(asked.choices) <= set(TOPICS)
    assert time.process_time() - began < 2  # it is milliseconds; learning comes first, once


@pytest.mark.parametrize(
    "typed",
    ["j\u200bai ou\u200dblié mon m\u00adot de passe", "j'аi оublié mоn mоt dе раssе", "J’AI OUBLIÉ MON MOT DE PASSE",
     "\u202ej'ai oublié mon mot de passe", "jai oubliiiiié mon mot de passe", "<i>j'ai oublié mon mot de passe</i>"],
)  # fmt: skip
def test_marks_and_letters_that_only_look_like_ours_hide_nothing(typed: str) -> None:
    assert desk().ask(typed, "fr").topic == "password-forgotten"


@pytest.mark.parametrize(
    "typed",
    ["?!?… ¿¡ ؟", "\u202e\u200b\u2066", "a" * 4096, "'; DROP TABLE x; --", "<img src=x onerror=y>", "%s %n {0}", "٪٪٪ ،،،"],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_asks_nothing_is_not_answered(typed: str, language: str) -> None:
    assert desk().ask(typed, language).kind != "answer"


@pytest.mark.parametrize(
    ("typed", "topic"),
    [("g oublié mi contraseña", "password-forgotten"), ("nsit mot de passe dyali", "password-forgotten"),
     ("bghit nbdl numero dyal telephone", "change-phone"), ("الكود بالايميل", "code-by-email")],
)  # fmt: skip
def test_languages_may_be_mixed_and_arabic_written_in_our_letters(typed: str, topic: str) -> None:
    assert topic in desk().ask(typed, "fr" if "oublié" in typed else "ar").choices


@pytest.mark.parametrize(
    ("typed", "alike"),
    [("وكيشوفوها", "يشوف"), ("للطبيبة", "طبيب"), ("بالباسوورد", "كلمة السر"), ("nbedelha", "نبدل"), ("3ayiz", "3ayez"),
     ("comment nbdel mot de passe dyali", "كيف نبدل كلمة السر ديالي")],
)  # fmt: skip
def test_arabic_means_the_same_with_all_that_is_written_around_a_word(typed: str, alike: str) -> None:
    reading = kept_reading("ar")
    first, second = (reading.concepts(reading.stems(reading.words(one)[0])) for one in (typed, alike))
    assert second
    assert second <= first


def test_arabic_negates_around_and_behind_a_verb() -> None:
    reading = kept_reading("ar")
    assert all(reading.words(typed)[0][0] == "ما" for typed in ("ماوصلنيش", "مبغيتش", "وصلتنيش"))


@pytest.mark.parametrize(
    "typed",
    ["المفروض", "إنه", "أهلا وسهلا", "سلامتكم", "ماذا أفعل", "تعبانة", "من العراق", "الكويت", "واحدة", "خصوصا",
     "صار في آخر عملية"],
)  # fmt: skip
def test_everyday_arabic_words_are_no_slips_of_ours_and_hold_none_of_them(typed: str) -> None:
    reading = kept_reading("ar")
    assert reading.concepts(reading.stems(reading.words(typed)[0])) <= {"start", "new"}


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("fr", "offrir une chaise, production de fer, encre, hiver, charme, expert", set()),
        ("fr", "une marge, une autre manif", {"new"}),
        ("fr", "je sais, il faut aller vers la mer, à coup sûr, son avis", set()),
        ("fr", "mon mari se lave", {"mine", "parent"}),
        ("fr", "remplacer", {"change"}),
        ("fr", "en train de, en cours", set()),
        ("fr", "contre la grippe", {"body"}),
        ("es", "¿qué hay de comer? comida y bebida", set()),
        ("es", "creo que en caso de lluvia, luego", set()),
        ("es", "la clase de ciclo, castilla, una espada, un premio", set()),
        ("es", "información", set()),
        ("es", "una parte de madrid", set()),
        ("es", "pasa la tarde", {"hour"}),
        ("es", "ganar", set()),
    ],
)
def test_everyday_words_are_no_slips_of_ours_and_mean_nothing_by_their_stem(
    language: str, typed: str, kept: set[str]
) -> None:
    reading = kept_reading(language)
    assert reading.concepts(reading.stems(reading.words(typed)[0])) == kept


def test_a_kept_word_means_with_others_what_its_inflections_do() -> None:
    reading = kept_reading("es")
    meant = [reading.concepts(reading.stems(one)) for one in (["dejo"], ["dejo", "de"], ["dejar", "de"])]
    assert meant[0] == set()
    assert "stop" in meant[1] & meant[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_common_word_is_nobodys_stem(language: str) -> None:
    told, reading = lexicon(language), kept_reading(language)
    alone = {way[0] for ways in told.concepts.values() for way in ways if len(way) == 1}
    others = {stem for word in alone - told.common - told.kept for stem in reading.stems([word])}
    assert others.isdisjoint(reading.stems(sorted(told.common | told.kept)))


def test_arabic_letters_that_are_said_alike_are_read_alike() -> None:
    reading = kept_reading("ar")
    assert reading.words("دفطر")[0] == reading.words("دفتر")[0]


@pytest.mark.parametrize(
    "unwanted",
    ["مش عايزه يشوف", "ما أبيه يقرا", "لا أود أن يطلع على", "مانيش باغيه يشوف", "ما بدي ياه يشوف",
     "معدتش عايزه يشوف", "ممنوع يدخل على"],
)  # fmt: skip
def test_arabic_says_in_many_ways_what_is_not_wanted(unwanted: str) -> None:
    assert desk().ask(f"الدكتور فلان {unwanted} ملفي", "ar").choices[0] == "revoke-professional"
    assert desk().ask(f"أبوه {unwanted} دفتر بنتي", "ar").choices[0] == "stop-sharing-carnet"


def test_arabic_has_the_same_consonants_in_whichever_letters() -> None:
    assert skeleton("kifach") == skeleton("كيفاش")
    assert skeleton("7sabi") == skeleton("hsabi") == skeleton("حسابي")
    assert skeleton("khroj") == skeleton("خروج") != skeleton("حروج")


def test_whoever_names_what_is_not_ours_is_not_answered_at_once() -> None:
    asked = [
        ("mot de passe facebook oublié", "fr"),
        ("borrar mi cuenta de wallapop", "es"),
        ("تغيير إيميل أمازون", "ar"),
    ]
    assert {desk().ask(*one).kind for one in asked} <= {"choices", "none"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nearest_topics_are_named_however_far_they_are(language: str) -> None:
    assert len(set(desk().nearest("xyz", language))) == 3
