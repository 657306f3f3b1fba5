"""What is denied is not asked about, where something else is said instead; in five languages."""

import pytest

from portal.faq.contrast import asked
from portal.faq.keeping import kept_reading
from tests.portal.faq.desk import desk


@pytest.mark.parametrize(
    ("typed", "language", "left"),
    [
        ("pas le mail, juste le téléphone", "fr", "juste le telephone"),
        ("not the email but my phone number", "en", "but my phone number"),
        ("no es el correo, es el móvil", "es", "es el movil"),
        ("o email não, só o telefone", "pt", "so o telefone"),
        ("ماشي الإيميل، غير النمرة", "ar", "غير النمره"),
        ("mon mail est bon, c'est le numéro qui a changé", "fr", "c est le numero qui a change"),
    ],
)
def test_what_is_denied_is_not_asked_about(typed: str, language: str, left: str) -> None:
    assert asked(kept_reading(language), typed) == left


def test_what_is_done_or_to_what_stays_where_only_the_other_is_denied() -> None:
    reading = kept_reading("fr")
    assert asked(reading, "je ne veux pas autoriser un médecin mais en ôter un") == "medecin mais en oter un"
    assert "changer" in asked(reading, "je ne veux pas changer le mail, juste le téléphone")


@pytest.mark.parametrize(
    "typed",
    ["ce n'est pas mon nom, il faut corriger", "pas le temps de remplir, je fais comment", "pas le mail",
     "je ne veux pas que mon ex voie le carnet", "je ne veux pas de sms, plutôt un mail", "mon mail est bon, et alors ?",
     "ce n'est pas le bon numéro, mettez mon mail", "", "non, non, non", "pas le, pas la"],
)  # fmt: skip
def test_a_denial_without_anything_instead_is_read_as_it_stands(typed: str) -> None:
    assert asked(kept_reading("fr"), typed) == typed


def test_no_language_drops_what_is_said_to_be_wrong() -> None:
    assert asked(kept_reading("ar"), "أنا ممرضة، رقم الهاتف غير صحيح") == "أنا ممرضة، رقم الهاتف غير صحيح"


@pytest.mark.parametrize(
    ("question", "topic"),
    [("pas supprimer mon compte, juste arrêter les rappels", "reminders"),
     ("it's not the password, it's the code that doesn't come", "code-by-email"),
     ("ليس البريد، الهاتف فقط أريد تغييره", "change-phone")],
)  # fmt: skip
def test_the_topic_that_was_denied_is_not_answered(question: str, topic: str) -> None:
    assert desk().ask(question).choices[0] == topic
