"""Whatever is typed, sent or tapped where it does not belong: one sentence says what next, nothing is lost."""

import pytest

from bot.pictures import qr
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL, EVERY_KIND, form, question
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town


@pytest.fixture
async def filling(town: Town, camille: Phone) -> Phone:
    """Camille, in front of the first question: her pain, from 0 to 10."""
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    return camille


async def test_what_is_no_pain_from_0_to_10_is_asked_again_in_one_message(filling: Phone):
    before = len(filling.said_by_bot)
    whole, within = "Écrivez un nombre entier", "entre 0 et 10"
    for typed, heard in (
        ("abc", whole), ("11", within), ("-1", within), ("1.000,5", whole), ("2,5", whole), ("😀", whole),
        ("12/10", within), ("9" * 4000, whole), ("<b>3</b> & co", whole),
    ):  # fmt: skip
        await filling.say(typed)
        assert heard in filling.last, typed
        assert "votre douleur" in filling.last, typed
        assert len(filling.said_by_bot) == before, typed


async def test_a_number_among_other_words_is_shown_back_before_it_counts(town: Town, filling: Phone):
    await filling.say("7, je dirais")
    assert "J'ai compris : 7." in filling.last
    await filling.say("2")
    await filling.say("38,7 ce matin")
    assert "J'ai compris : Quelle est votre température ? 38,7 °C." in filling.last
    assert filling.buttons[:3] == ["Je confirme : 38,7 °C", "Oui", "Non"]
    await filling.tap("Je confirme : 38,7 °C")
    assert "votre pansement" in filling.last
    await filling.tap("‹ Retour")
    await filling.say("j'ai 38,5 maintenant", "oui")
    assert "votre pansement" in filling.last
    await filling.tap("‹ Retour")
    assert "Garder : 38,5 °C" in filling.buttons
    await filling.say("39 hier")
    assert "Écrivez un nombre" in filling.last
    await filling.say("38.2 degrés")
    assert "votre pansement" in filling.last


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("je dirais un peu taché de sang", "Je confirme : Un peu taché"),
        ("Oui, propre et sec à mon avis", "Je confirme : Propre et sec"),
        ("pas très taché ou mouillé", None), ("un peu taché ?", None),
    ],
)  # fmt: skip
async def test_an_option_among_other_words_is_shown_back(filling: Phone, typed: str, heard: str | None):
    await filling.answer("2", "Non")
    await filling.say(typed)
    assert (filling.buttons[0] == heard) == (heard is not None)
    assert "votre pansement" in filling.last


async def test_a_no_with_more_words_and_one_of_several_options_are_shown_back(filling: Phone):
    await filling.answer("2")
    await filling.say("j'ai pas pris ma température")
    assert filling.buttons[0] == "Je confirme : Non"
    await filling.say("oui c'est ça")
    await filling.answer(*ALL_IS_WELL[2:4])
    await filling.say("nan")
    assert filling.buttons[0] == "Je confirme : Non, ni l'un ni l'autre"
    await filling.answer(*ALL_IS_WELL[4:7])
    for typed in ("non rien de tout cela", "aucun", "rien de tout ça", "non"):
        await filling.say(typed)
        assert filling.buttons[0] == "Je confirme : Rien de tout cela"
    await filling.say("ok")
    assert "quelque chose pour l'équipe" in filling.last


async def test_who_types_everything_ticks_and_sends_by_the_words_of_the_buttons(filling: Phone):
    await filling.answer(*ALL_IS_WELL[:7])
    await filling.tap("Rien de tout cela")
    await filling.say("terminé")
    assert "quelque chose pour l'équipe" in filling.last
    await filling.answer("Passer ›")
    await filling.say("changer une réponse")
    assert "Quelle réponse" in filling.last
    await filling.tap("‹ Retour")
    await filling.say("en")
    assert "Utilisez les boutons" in filling.last
    await filling.say("Envoyer")
    assert "vos réponses sont envoyées" in filling.last


async def test_a_medical_question_within_a_form_is_told_where_to_ask_and_the_form_goes_on(filling: Phone):
    await filling.say("puis-je prendre du doliprane ?")
    assert "je ne peux pas donner de conseil" in filling.messages[-2]["text"]
    assert "votre douleur" in filling.last
    await filling.say("j'ai pris deux comprimés de doliprane")
    assert "nombre entier" in filling.last


@pytest.mark.parametrize("gesture", ["voice", "sticker"])
async def test_a_voice_or_a_sticker_instead_of_words_is_told(filling: Phone, gesture: str):
    await filling.do(gesture)
    assert "j'attends une réponse en mots" in filling.last
    await filling.answer("2")
    assert "pris votre température" in filling.last


async def test_a_photo_instead_of_words_is_told(town: Town, filling: Phone):
    await filling.attach("photo", "wound.png", qr("a wound"))
    assert "j'attends une réponse en mots" in filling.last
    await filling.do("location", latitude=48.8, longitude=2.3)
    await filling.do("contact")
    await filling.answer("2")
    assert "pris votre température" in filling.last


async def test_words_where_a_button_is_expected_are_told(filling: Phone):
    await filling.answer("2")
    await filling.say("peut-être")
    assert "Répondez par oui ou par non" in filling.last
    await filling.answer("Non")
    await filling.say("bleu")
    assert "Touchez un des boutons" in filling.last
    await filling.answer(*ALL_IS_WELL[2:])
    for yes in ("c'est bon, envoie", "oui"):  # which may answer the last question once more
        await filling.say(yes)
        assert "Utilisez les boutons" in filling.last
        assert "écrivez « Envoyer »" in filling.last
        assert "Vérifiez avant d'envoyer" in filling.last


async def test_at_the_recap_words_lead_where_its_buttons_do(filling: Phone):
    await filling.answer(*ALL_IS_WELL)
    await filling.say("non")
    assert "Quelle réponse voulez-vous changer" in filling.last
    await filling.say("99")
    assert "Utilisez les boutons" in filling.last
    await filling.say("2")
    assert "pris votre température" in filling.last
    await filling.answer("Oui", "37,8")
    assert "Vérifiez avant d'envoyer" in filling.last
    await filling.say("changer une réponse", "retour")
    assert "Vérifiez avant d'envoyer" in filling.last
    await filling.say("annuler")
    assert "C'est gardé tel quel" in filling.last


async def test_five_thousand_characters_arrive_as_two_messages_and_break_nothing(town: Town, filling: Phone):
    await filling.answer(*ALL_IS_WELL[:-1])
    await filling.say("é" * 5000)
    assert "500 caractères" in filling.last
    await filling.say("é" * 500)
    assert "Vérifiez avant d'envoyer" in filling.last
    await filling.tap("Envoyer")
    (resource,) = await town.do(people.responses, filling.account_id)
    assert resource["item"][-1]["answer"] == [{"valueString": "é" * 500}]


async def test_a_recap_longer_than_a_message_can_still_be_sent(town: Town, camille: Phone):
    long = form(*(question(f"q{n}", "text", f"Question {n} ?") for n in range(12)))
    await town.do(people.follow, camille.account_id, long)
    await town.later(seconds=1)
    await camille.say("/suivi", *("<&> " + "mot " * 400 for _ in range(12)))
    assert "Vérifiez avant d'envoyer" in camille.last
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert len(resource["item"]) == 12


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("31/02", "Écrivez une date"), ("31/02/2026", "Écrivez une date"), ("demain", "pas possible ici"),
     ("12/03/2031", "pas possible ici"), ("mardi gras", "Écrivez une date"), ("0", "Écrivez une date")],
)  # fmt: skip
async def test_a_date_that_does_not_exist_or_is_to_come_is_asked_again(
    town: Town, camille: Phone, typed: str, heard: str
):
    await town.do(people.follow, camille.account_id, EVERY_KIND)
    await town.later(seconds=1)
    await camille.say("/suivi", typed)
    assert heard in camille.last
    assert "Quel jour ?" in camille.last


async def test_an_old_button_is_not_obeyed_and_the_question_comes_again(filling: Phone):
    await filling.say("3")
    old = filling.button("Enregistrer et continuer")
    await filling.say("peut-être")
    await filling.do("tap", message_id=old[0], data=old[1], force=True)
    assert "pris votre température" in filling.last
    assert "Oui" in filling.buttons


async def test_a_voice_where_a_code_is_asked_is_told_whom_to_call(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Sécurité", "Changer mon numéro")
    await camille.do("voice")
    assert "Je ne peux pas écouter" in camille.last
    assert "appelez le 15" in camille.last
    assert "Écrivez le code à 6 chiffres" in camille.last


async def test_a_page_of_words_is_no_question_that_interrupts(filling: Phone):
    await filling.answer("3")
    await filling.say("bla " * 1000)
    assert "pris votre température" in filling.last
    assert "Ouvrir un compte" not in filling.everything


async def test_a_double_tap_answers_once(town: Town, filling: Phone):
    message_id, data = filling.button("2")
    await filling.at_once("tap", message_id=message_id, data=data)
    await filling.do("tap", message_id=message_id, data=data, force=True)
    assert "pris votre température" in filling.last
    assert "ancien bouton" not in filling.everything


async def test_a_button_of_another_chat_does_nothing_to_it(town: Town, filling: Phone):
    nadia = await town.linked(NADIA)
    message_id, data = filling.button("2")
    await nadia.do("tap", message_id=message_id, data=data, force=True)
    assert "douleur" not in nadia.everything
    await filling.look()
    assert "votre douleur" in filling.last
    await filling.answer("2")
    assert "pris votre température" in filling.last


async def test_a_made_up_button_breaks_nothing(town: Town, filling: Phone):
    for data in (
        "b:x:1:0",
        "b:::",
        "b:",
        "m:",
        "m:go:nothing",
        "m:nowhere",
        "🤡",
        "b:a:b:c:d:e",
        "m:suivi:zzz",
    ):
        await filling.do("tap", message_id=filling.said_by_bot[-1]["message_id"], data=data, force=True)
        assert "problème" not in filling.everything, data
        assert filling.buttons, data
        await filling.say("/suivi")
        assert "votre douleur" in filling.last, data


async def test_a_made_up_answer_to_the_question_itself_breaks_nothing(town: Town, filling: Phone):
    for junk in ("²", "99", "-1", "same", "p-", "s", "a", "ok", "keep", "drop"):
        message_id, data = filling.button("2")
        await filling.do("tap", message_id=message_id, data=f"{data.rpartition(':')[0]}:{junk}", force=True)
        assert "votre douleur" in filling.last, junk


async def test_words_outside_of_any_conversation_get_the_doors_and_the_number_to_call(camille: Phone):
    await camille.say("j'ai mal")
    assert "appelez le 15" in camille.last
    assert "Mon suivi" in camille.buttons
    await camille.do("voice")
    assert "Mon suivi" in camille.buttons


async def test_an_edited_message_is_no_answer_and_that_is_said(filling: Phone):
    await filling.say("abc")
    mine = next(m for m in reversed(filling.messages) if not m["from_bot"])
    await filling.do("edit", message_id=mine["message_id"], text="3")
    assert "tel que vous l'avez d'abord envoyé" in filling.last
    assert "votre douleur" in filling.last
