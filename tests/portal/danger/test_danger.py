"""Danger in what people write: told in five languages and whatever the spelling, and not where there is none.

The phrases of `phrases/` tuned the patterns, so they judge no more than that nothing is lost.
"""

from pathlib import Path

import pytest

from bench.danger_learn import ORDINARY, lessons
from bench.danger_learn import phrases as read
from portal.danger import KINDS, watch
from portal.danger.beside import COURTESY, GREETING, plainly
from portal.danger.folding import fold
from portal.danger.judging import PIECE, STEP, judge, parts
from portal.danger.keeping import lexicon
from portal.danger.matching import MOST_LOOKS, Words
from portal.danger.mending import MOST, usage
from portal.danger.senses import about
from portal.danger.spelling import one_apart

PHRASES = Path(__file__).parent / "phrases"
LANGUAGES = ("fr", "en", "es", "pt", "ar")
each = pytest.mark.parametrize("language", LANGUAGES)


def phrases(language: str) -> dict[str, list[str]]:
    """The phrases of a language, by their kind."""
    found: dict[str, list[str]] = {}
    for kind, phrase in read(PHRASES / language):
        found.setdefault(kind, []).append(phrase)
    return found


@each
def test_danger_is_told_in_every_phrase_and_of_which_kind(language: str) -> None:
    missed = [
        (kind, phrase)
        for kind, these in phrases(language).items()
        if kind != ORDINARY
        for phrase in these
        if (found := watch(phrase)) is None
        or not {kind, "child" if kind == "violence" else kind} & set(found.kinds)
    ]
    assert missed == []


@each
def test_ordinary_phrases_are_no_danger(language: str) -> None:
    ordinary = phrases(language)[ORDINARY]
    assert len(ordinary) >= 150
    assert [phrase for phrase in ordinary if watch(phrase)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "JE VEUX MOURIR", "je veux mourrir", "jveuxmourir", "je v e u x  m o u r i r", "j.e.v.e.u.x.m.o.u.r.i.r",
        "je\u200b veux mou\u200brir", "\u202eje veux mourir", "je vеux mоurir", "ｊｅ ｖｅｕｘ ｍｏｕｒｉｒ",
        "je veux m0urir",
        "je veuuuux mouriiiiir", "je veu mourire", "je veux 😭 mourir 😭", "je veux... mourir", "je veux muorir",
        "𝗷𝗲 𝘃𝗲𝘂𝘅 𝗺𝗼𝘂𝗿𝗶𝗿", "bonjour docteur, " * 30 + "je veux mourir", "#jeveuxmourir", "su*cide", "je_veux_mourir",
    ],
)  # fmt: skip
def test_no_spelling_hides_danger(typed: str) -> None:
    found = watch(typed)
    assert found is not None
    assert "suicide" in found.kinds


@pytest.mark.parametrize(
    "nothing", ["", " ", "😀", "????", "...", "\u200b\u202e", "<b>&amp;</b>", "'; DROP TABLE x; --"]
)
def test_nothing_said_is_no_danger(nothing: str) -> None:
    assert watch(nothing) is None


def test_the_gravest_kind_comes_first() -> None:
    found = watch("mon mari me frappe et je n'arrive plus à respirer, je veux mourir")
    assert found is not None
    assert found.kinds == tuple(kind for kind in KINDS if kind in found.kinds)
    assert set(found.kinds) >= {"vital", "suicide", "violence"}
    assert found.kind == "vital"


def test_a_denial_excuses_its_own_sentence_only() -> None:
    assert watch("je n'ai pas mal à la poitrine") is None
    assert watch("je n'ai pas de fièvre. mal à la poitrine et au bras") is not None
    assert watch("il ne respire plus") is not None


def test_a_denial_ends_where_but_begins() -> None:
    assert watch("pas de fièvre mais mal à la poitrine et au bras") is not None


def test_fish_is_no_poison() -> None:
    assert fold("poisson poison") == ["poisson", "poison"]
    assert watch("j'ai mangé du poisson") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "bonsoir docteur, {} s'il vous plaît merci"), ("fr", "{}, j'habite 12 rue des Lilas à Lyon"),
        ("fr", "{} c'est grave docteur ?"), ("en", "good evening doctor, {} please, thank you"),
        ("en", "{} is it serious doctor?"), ("es", "buenas noches doctora {} por favor gracias"),
        ("es", "{}, vivo en la calle Sol 12"), ("pt", "boa noite doutor {} por favor obrigada"),
        ("pt", "escrevo porque {} faz 20 min"),
        ("pt", "{} o que eu faço, moro na rua das Flores 12"), ("ar", "السلام عليكم {} من فضلك شكرا"),
    ],
)  # fmt: skip
def test_courtesy_and_an_address_hide_no_danger(language: str, said: str) -> None:
    cries = [one for kind, these in phrases(language).items() if kind != ORDINARY for one in these][::25]
    missed = [cry for cry in cries if watch(said.format(cry)) is None]
    assert len(missed) <= 0.1 * len(cries), missed  # one in five to one in two was


def test_what_is_said_beside_is_taken_out_and_nothing_else() -> None:
    assert plainly(fold("Bonjour docteur, il saigne, s'il vous plaît")) == ["il", "saigne"]
    assert plainly(fold("he is bleeding, I live at 12 Oak Road, Leeds")) == ["he", "is", "bleding"]
    assert plainly(fold("merci à vous tous, adieu")) == ["a", "vous", "tous", "adieu"]
    assert plainly(fold("she's 67 and choking for 20 minutes")) == ["and", "choking"]
    assert plainly(fold("he choked 20 years ago")) == ["he", "choked", "20", "years", "ago"]
    assert plainly(fold("hola")) == ["hola"]
    plain = [one for one in f"{COURTESY}|{GREETING}".split("|") if "[" not in one and "?" not in one]
    assert [one for one in plain if " ".join(fold(one)) != one] == []  # else it stands nowhere


def test_what_no_pattern_knows_may_be_heard_still_and_why_is_said() -> None:
    found = watch("demain vous n'entendrez plus parler de moi")
    assert found is not None
    assert found.kind == "suicide"
    assert all(sign.startswith("“") for sign in found.signs)


def test_what_was_learned_was_learned_from_these_phrases() -> None:
    told = {one.text: one.kind for language in LANGUAGES for one in lessons(language)}
    some = list(told)[::60]
    heard = [watch(text) is not None for text in some]
    right = sum(one == (told[text] > 0) for one, text in zip(heard, some, strict=True))
    assert right >= 0.97 * len(some)


def test_a_long_letter_is_looked_at_part_by_part() -> None:
    words = fold("Bonjour cher docteur. " + "je voudrais prendre un rendez-vous avec vous " * 9)
    pieces = list(parts(words))
    assert pieces[:2] == [(0, 3), (3, 75)]
    assert {stop - start for start, stop in pieces[2:]} <= set(range(6, 11))
    assert max(stop for _, stop in pieces) == 75


def test_a_part_of_a_long_text_is_heard_in_its_context() -> None:
    letter = fold(
        "Bonjour, la cicatrice va bien, j'ai refait le pansement comme l'infirmière me l'a montré, je marche un peu chaque"
        " jour avec ma fille et je dors mieux. Est-ce que je peux reprendre la voiture la semaine prochaine ?"
    )
    alone = [judge().opinion(letter[at : at + PIECE]).score for at in range(0, len(letter), STEP)]
    assert judge().opinion(letter).score < max(alone)


def test_a_text_made_to_hurt_is_looked_at_in_bounded_steps() -> None:
    words = Words(lexicon(), fold(("mal poitrine ne peux pas respirer " * 200)[:4096]))
    assert len(words.words) <= 1000
    patterns = [pattern for these in lexicon().patterns.values() for pattern in these]
    assert all(len(words.find(pattern)) <= MOST_LOOKS for pattern in patterns)
    assert watch("a" * 4096) is None


def test_words_are_folded_to_what_can_be_compared() -> None:
    assert fold("Ça s’arrête !!") == ["ca", "s", "arete", "."]
    assert fold("أُختنق") == fold("اختنق")


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [("mourri", "mourir", True), ("muorir", "mourir", True), ("mouri", "mourir", True), ("mourirr", "mourir", True),
     ("nourrir", "mourir", False), ("mourir", "mourir", True), ("", "a", True)],
)  # fmt: skip
def test_one_letter_apart_is_a_typing_mistake(typed: str, meant: str, near: bool) -> None:
    assert one_apart(typed, meant) is near


def test_everyday_words_are_taken_as_they_are_written() -> None:
    assert "signe" in lexicon().vocabulary.usual
    assert watch("je signe beaucoup de papiers") is None


def test_an_arabic_verb_is_known_by_its_stem() -> None:
    assert (0, "#breathe") in about(fold("مايتنفسش"))
    assert (0, "#hit") in about(fold("kaydrebouni"))


def test_a_cry_that_is_all_that_is_said_is_asked_about_and_what_only_sounds_like_one_is_not() -> None:
    found = watch("mayday")
    assert found is not None
    assert not found.sure
    assert watch("mouais bof") is None


def test_despair_that_laughs_is_none() -> None:
    assert watch("j'en peux plus") is not None
    assert watch("j'en peux plus mdr") is None


def test_a_word_that_is_none_is_mended_to_what_fits_between_its_neighbours() -> None:
    assert usage().mended(["je", "crahce", "du", "sang"]) == ["je", "crache", "du", "sang"]
    assert usage().mended(["je", "marche", "du", "sang"]) == ["je", "marche", "du", "sang"]
    assert usage().mended(["zzaaqq", "crahce", "zzaaqq"]) == ["zzaaqq", "crahce", "zzaaqq"]
    assert usage().mended(["abc"]) == ["abc"]  # and not "avc", a stroke


def test_words_are_looked_up_for_mending_as_often_as_is_bearable() -> None:
    words = ["je", "crahce", "du", "sang"] * 30
    assert usage().mended(words).count("crache") == MOST


@pytest.mark.parametrize(
    "slip", ["je crahce du sang", "i cut my wrsts", "mi marido me pga", "o bebé esá roxo", "أريد أن أومت"]
)
def test_one_letter_wrong_hides_no_danger(slip: str) -> None:
    assert watch(slip)
