"""Small talk is told from what somebody needs."""

import pytest

from portal.smalltalk import heard


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
