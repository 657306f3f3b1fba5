"""Small talk is told from what somebody needs."""

import pytest

from portal.smalltalk import heard, relieved


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bonjour !", "hello"), ("bjr docteur", "hello"), ("hello", "hello"), ("hola", "hello"), ("bom dia", "hello"),
        ("السلام عليكم", "hello"), ("merci beaucoup", "thanks"), ("ok merci", "thanks"), ("obrigada", "thanks"),
        ("شكرا", "thanks"), ("gracias por todo", "thanks"), ("au revoir", "bye"), ("ça va ?", "how"),
        ("t'es un robot ?", "who"), ("tu es un robot", "who"), ("ok", "ok"), ("👍", "sign"), ("???", "sign"),
        ("vous êtes nuls", "insult"), ("idiot", "insult"), ("jsp", "lost"),
        ("wsh", "hello"), ("nn tkt", "ok"), ("cc", "hello"), ("c'est bon", "ok"), ("je ne comprends rien", "lost"),
        ("enfin jsp", "lost"),
        ("Et maintenant ?", "lost"), ("what now?", "lost"), ("no sé", "lost"), ("لا أعرف", "lost"),
        ("pardon", "sorry"), ("lo siento", "sorry"), ("سامحني", "sorry"), ("comment tu t'appelles", "who"),
        ("rien", "nothing"), ("non merci", "nothing"), ("pas maintenant", "nothing"), ("شكرا بزاف", "thanks"),
        ("choukran bzaf", "thanks"), ("شنو هاد البوت", "who"),
        ("de nada", "ok"), ("what can you do?", "lost"), ("vous êtes cons", "insult"),
        ("quiero hablar con una persona", None), ("عضني كلب", None), ("je suis désolé d'avoir mal", None),
        ("ok et ensuite ?", "lost"), ("then what", "lost"), ("¿y luego?", "lost"), ("e depois", "lost"),
        ("وبعدين؟", "lost"),
        ("je ne sais pas quel médecin choisir", None), ("pourquoi un code", None),
        ("bonjour, comment changer mon mot de passe", None),
        ("merci de changer mon adresse", None), ("mon bras me fait mal", None),
    ],
)  # fmt: skip
def test_small_talk_is_nothing_but_small_talk(said: str, kind: str | None) -> None:
    assert heard(said) == kind


@pytest.mark.parametrize(
    "said",
    [
        "c'est bon, le samu est là", "les pompiers arrivent", "l'ambulance est en route merci", "j'ai appelé le 15",
        "on est aux urgences", "il respire à nouveau", "ça va mieux", "fausse alerte désolé", "the ambulance is here",
        "paramedics are on their way", "he is breathing again", "ya llegó la ambulancia", "los bomberos están aquí",
        "a ambulância chegou", "já liguei 112", "وصلت سيارة الإسعاف", "الإسعاف في الطريق", "lambulance jat",
    ],
)  # fmt: skip
def test_after_a_cry_that_help_is_there_is_told(said: str) -> None:
    assert relieved(said)


@pytest.mark.parametrize(
    "said",
    [
        "le samu n'est pas là", "toujours pas d'ambulance", "quand est-ce que les pompiers arrivent", "le samu arrive ?",
        "le samu est là mais il ne respire plus", "j'ai appelé le 15 personne ne répond", "il ne respire plus",
        "the ambulance is not here", "still waiting for the ambulance", "la ambulancia no llega", "الإسعاف لم يصل",
        "appelez une ambulance", "send help", "bonjour", "", "👍",
    ],
)  # fmt: skip
def test_that_help_is_missing_is_no_relief(said: str) -> None:
    assert not relieved(said)
