"""Words are read as they were meant: none as a slip of another, nor as others of its stem that mean something else."""

from collections.abc import Callable

import pytest

from portal.danger.meanings import meanings
from portal.faq.keeping import kept_reading
from portal.faq.reading import apart
from portal.faq.words import Lexicon


def means(language: str, typed: str) -> set[str]:
    reading = kept_reading(language)
    return reading.concepts(reading.stems(reading.words(typed)[0]))


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "a story, a horse, a project, Peter, Texas, mouth, massage, imagine", set()),
        ("en", "I am, I'm", set()),
        ("en", "right now, all over the place, come back", set()),
        ("en", "operation, character trait, authors, personality, digital, revolution", {"strong"}),
        ("en", "the red book", {"carnet"}),
        ("en", "read", {"see"}),
        ("en", "how old is he? what age?", {"old"}),
        ("pt", "com, dos, pelas", set()),
        ("pt", "comer, beber, marcar, contar, sentir, chamar, passar, especial", set()),
        ("pt", "espelho, pedra, vento, honra, dedos, cadeira, braço, padre, carga", set()),
        ("pt", "Maria, Paula, Mário, Carla, Paris, México", set()),
        ("pt", "cadê", {"see"}),
        ("pt", "médico", {"professional"}),
        ("pt", "mudar", {"change"}),
        ("pt", "email, e-mails", {"email"}),
        ("pt", "juntar, junta", {"add"}),
    ],
)
def test_everyday_words_are_no_slips_of_ours_and_mean_nothing_by_their_stem(
    language: str, typed: str, meant: set[str]
) -> None:
    assert means(language, typed) == meant


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "documnet", "document"), ("en", "pasword", "password"), ("en", "reminderz", "reminder"),
        ("pt", "docummento", "documento"), ("pt", "rezeita", "receita"), ("fr", "ordonnence", "ordonnance"),
        ("es", "documemto", "documento"),
    ],
)  # fmt: skip
def test_slips_are_still_mended(language: str, typed: str, meant: str) -> None:
    assert means(language, typed) == means(language, meant) != set()


@pytest.mark.parametrize(
    ("language", "typed"),
    [("fr", "crème"), ("fr", "grève"), ("es", "queso"), ("es", "dormir"), ("pt", "virgem")],
)
def test_a_word_that_many_people_write_is_no_slip_in_any_language(language: str, typed: str) -> None:
    reading = kept_reading(language)
    plain = reading.words(typed)[0]
    assert len(plain) == 1
    assert meanings().has(plain[0])
    assert means(language, typed) == set()


def test_no_word_is_had_that_nobody_writes() -> None:
    assert meanings().has("story")
    assert not meanings().has("documnet")


def test_words_of_one_stem_mean_each_their_own_and_other_forms_of_them_all() -> None:
    assert means("pt", "correio") == {"email"}
    assert means("pt", "correios") == {"strange"}
    assert means("pt", "guardar") == {"add"}
    assert {"add", "privacy"} <= means("pt", "guardei")


def test_what_words_say_together_is_found_in_all_their_forms() -> None:
    # Told apart from "readings", and "who read" is one of its ways.
    assert "spy" in means("en", "who reads it")


def test_only_words_that_mean_something_else_than_others_of_their_stem_are_told_apart(
    stem: Callable[[str], str],
) -> None:
    told = {
        "email": (("mail",), ("inbox",)),
        "strange": (("mails",), ("post", "office")),
        "see": (("sees",), ("see",)),
    }
    lexicon = Lexicon({}, told, frozenset(), (), (), {})
    assert apart(lexicon, stem) == {"mail=": ["email"], "mails=": ["strange"]}


@pytest.fixture
def stem() -> Callable[[str], str]:
    """A stemmer that cuts an "s"."""
    return lambda word: word.removesuffix("s")
