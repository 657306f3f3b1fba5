"""Words of danger over the whole way: said at once, the answer kept, the care team told, a photo not waited for."""

import re
from typing import Any

import aiohttp
import pytest

from bot.pictures import qr
from portal import authorisations, followups
from portal.authorisations import Operator, Right, patient_record
from portal.work import Work
from tests.doubtful import PERHAPS
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import photo

TEAM = "equipe@example.org"
NOTE = form(
    question("note", "text", "Comment allez-vous ?"), question("cough", "boolean", "Avez-vous toussé ?")
)
WORDS = "je n'en peux plus, je veux mourir"


async def mail(town: Town, to: str = TEAM) -> list[str]:
    async with town.http.get(f"{town.sim.url}/phone/mail", params={"to": to}) as answer:
        return [f"{one['subject']}\n{one['text']}" for one in await answer.json()]


def alerts(work: Work, account_id: str) -> list[followups.AlertRead]:
    access = authorisations.require(work, Operator(), Right.READ, patient_record(account_id))
    return followups.read_alerts(work, access)


async def answering(town: Town, camille: Phone, **plan: Any) -> None:
    """Have Camille stand before a question that takes any words."""
    await town.do(people.follow, camille.account_id, NOTE, notify=TEAM, **plan)
    await town.later(seconds=1)
    await camille.say("/suivi")
    assert "Comment allez-vous" in camille.last


@on_both
async def test_what_to_do_is_said_at_once_the_answer_is_kept_and_the_team_is_told(town: Town, camille: Phone):
    await answering(town, camille)
    await camille.say(WORDS)
    help_, below = (one.get("text", "") for one in camille.said_by_bot[-2:])
    assert "3114" in help_
    assert "114" in help_
    assert "Votre équipe de soins est prévenue" in help_
    assert "Avez-vous toussé" in below
    await camille.answer("Non")
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert resource["item"][0]["answer"] == [{"valueString": WORDS}]


async def test_the_e_mail_holds_no_word_of_hers_and_comes_once_an_hour(town: Town, camille: Phone):
    await answering(town, camille, again_after="4 h")
    for _ in range(3):
        await camille.say(WORDS)
    (letter,) = await mail(town)
    assert "mourir" not in letter
    assert "suicid" not in letter.lower()
    (alert,) = await town.do(alerts, camille.account_id)
    assert (alert.kind, alert.severity, alert.when) == ("danger", "high", "danger: suicide")
    await town.later(hours=2)
    await camille.say(WORDS)
    assert len(await mail(town)) == 2


async def test_a_plan_that_says_no_tells_nobody(town: Town, camille: Phone):
    await answering(town, camille, danger=False)
    await camille.say(WORDS)
    assert await mail(town) == []
    assert "Votre équipe de soins est prévenue" not in camille.everything
    assert "3114" in camille.everything


async def test_a_stranger_is_told_whom_to_call(town: Town):
    nadia = await town.phone(NADIA)
    await nadia.start()
    await nadia.say("aidez moi mon bébé ne respire plus")
    assert "appelez le 15 ou le 112" in nadia.last
    assert nadia.buttons == ["Menu"]


@pytest.mark.parametrize(
    "words", ["I can't breathe", "me quiero morir", "não consigo respirar", "لا أستطيع التنفس"]
)
async def test_in_any_language_whatever_hers_is(camille: Phone, words: str):
    await camille.say(words)
    assert "112" in camille.last


async def test_words_below_a_photo_are_heard_before_the_photo_is_fetched(town: Town, camille: Phone):
    photo = form(question("wound", "attachment", "Montrez votre plaie."))
    await town.do(people.follow, camille.account_id, photo)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await town.fault("api", "502", method="file", times=9)
    fields = aiohttp.FormData({"as": "photo", "caption": "ça saigne et ça ne s'arrête pas"})
    fields.add_field("files", qr("x"), filename="x.png")
    async with town.http.post(f"{town.sim.url}/phone/{camille.person.user_id}/files", data=fields) as sent:
        assert sent.status == 200
    await camille.look()
    help_, below = (one.get("text", "") for one in camille.said_by_bot[-2:])
    assert "appelez le 15 ou le 112" in help_
    assert "Montrez votre plaie" in below


async def test_where_it_is_not_sure_it_is_asked_and_yes_tells_all(town: Town, camille: Phone):
    await answering(town, camille)
    await camille.say(PERHAPS)
    assert "C'est urgent maintenant" in camille.everything
    assert await mail(town) == []
    await camille.tap("Oui, c'est urgent")
    assert "C'est urgent maintenant" not in camille.everything
    assert "Votre équipe de soins est prévenue" in camille.everything
    assert len(await mail(town)) == 1


async def test_nothing_is_guessed_at_below_the_question(camille: Phone):
    await camille.say(PERHAPS)
    assert "C'est urgent maintenant" in camille.last
    assert "Aucune de ces questions" not in camille.buttons
    await camille.tap("Non, continuer")
    assert camille.buttons[-2:] == ["Nous contacter", "Menu"]


async def test_no_goes_on_and_leaves_the_numbers(town: Town, camille: Phone):
    await answering(town, camille)
    await camille.say(PERHAPS)
    await camille.tap("Non, continuer")
    assert "C'est urgent maintenant" not in camille.everything
    assert camille.everything.count("appelez le 15") == 1
    assert "Avez-vous toussé" in camille.last
    assert await mail(town) == []


ASKED = form(question("cough", "boolean", "Avez-vous toussé ?"), question("note", "text", "Et la nuit ?"))


async def asked(town: Town, camille: Phone, words: str) -> None:
    """Have Camille write these words where a yes or a no is waited for."""
    await town.do(people.follow, camille.account_id, ASKED, notify=TEAM)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.say(words)


@pytest.mark.parametrize("words", [WORDS, PERHAPS])
async def test_whom_to_call_is_the_last_thing_to_be_read(town: Town, camille: Phone, words: str):
    await asked(town, camille, words)
    assert "appelez le 15" in camille.last
    assert "Avez-vous toussé" in camille.everything


@pytest.mark.parametrize("yes", ["oui", "oui c'est urgent", "je ne sais pas", "peut-être"])
async def test_a_yes_that_is_typed_or_a_doubt_says_that_it_is_urgent(town: Town, camille: Phone, yes: str):
    await asked(town, camille, PERHAPS)
    await camille.say(yes)
    assert "Votre équipe de soins est prévenue" in camille.last
    assert len(await mail(town)) == 1
    await camille.say("oui")  # and the next one answers the form
    assert "Et la nuit" in camille.last


@pytest.mark.parametrize("no", ["non", "non merci", "non ça va"])
async def test_after_a_no_the_question_under_way_comes_again(town: Town, camille: Phone, no: str):
    await asked(town, camille, PERHAPS)
    await camille.say(no)
    assert await mail(town) == []
    assert "Avez-vous toussé" in camille.last
    await camille.say("non")
    assert "Et la nuit" in camille.last


@pytest.mark.parametrize("since", ["je fais quoi", "allo", "toujours pareil"])
async def test_what_is_said_after_a_cry_does_not_hide_whom_to_call(town: Town, camille: Phone, since: str):
    await camille.say(since)
    assert "appelez le 15" not in camille.last
    await camille.say("j'ai mal à la poitrine", since)
    assert "appelez le 15" in camille.last
    await camille.say("merci")
    assert "appelez le 15" not in camille.last
    await town.later(minutes=11)
    await camille.say(since)
    assert "appelez le 15" not in camille.last


async def test_words_that_only_may_speak_of_danger_get_that_question_alone(camille: Phone):
    await camille.say(PERHAPS)
    assert "C'est urgent maintenant" in camille.last
    await camille.say("oui")
    assert "appelez le 15" in camille.last


@pytest.mark.parametrize("since", ["/documents", "/menu", "comment ajouter un document ?"])
async def test_a_yes_below_another_screen_is_asked_about_and_the_next_one_counts(
    town: Town, camille: Phone, since: str
):
    await answering(town, camille)
    await camille.say("rien", PERHAPS)
    await camille.say("/menu", since)
    await camille.say("oui")
    assert await mail(town) == []
    assert "C'est urgent maintenant" in camille.last
    assert camille.everything.count("C'est urgent maintenant") == 1
    await camille.say("oui")
    assert "Votre équipe de soins est prévenue" in camille.last
    assert len(await mail(town)) == 1


@pytest.mark.parametrize(("answer", "mails"), [("oui", 1), ("non", 0)])
async def test_below_a_screen_neither_is_taken_for_an_answer_to_the_form_above_the_question(
    town: Town, camille: Phone, answer: str, mails: int
):
    await asked(town, camille, PERHAPS)
    await camille.say("/aide", answer)
    assert "C'est urgent maintenant" in camille.last
    await camille.say(answer)
    assert len(await mail(town)) == mails
    assert "Et la nuit" not in camille.everything


async def test_a_yes_answers_the_photo_that_was_asked_about_last(town: Town, camille: Phone):
    await camille.say(PERHAPS)
    await camille.attach("photo", "a.jpg", photo())
    await camille.say("oui")
    assert "Quel document voulez-vous ranger" in camille.last


async def test_a_yes_long_after_is_no_answer(town: Town, camille: Phone):
    await camille.say(PERHAPS, "/documents")
    await town.later(minutes=11)
    await camille.say("oui")
    assert "urgent" not in camille.last


@pytest.mark.parametrize(
    ("words", "said"), [(WORDS, "Appelez le 3114"), (PERHAPS, "C'est urgent maintenant")]
)
async def test_the_fourth_cry_within_a_minute_has_an_answer_too_and_they_make_no_wall(
    camille: Phone, words: str, said: str
):
    for _ in range(6):
        await camille.say(words)
        assert said in camille.last
        assert camille.messages[-1]["from_bot"]
    assert camille.everything.count(said) <= 4


async def test_a_fourth_cry_of_another_kind_gets_its_own_numbers_and_the_team_is_told(
    town: Town, camille: Phone
):
    for _ in range(3):
        await camille.say("aidez moi mon bébé ne respire plus")
    await answering(town, camille)
    await camille.say(WORDS)
    assert "3114" in camille.everything
    assert len(await mail(town)) == 1


async def test_once_a_question_is_answered_a_yes_asks_of_no_earlier_one(camille: Phone):
    await camille.say(PERHAPS, "je suis au bout du rouleau")
    await camille.say("non", "oui")
    assert "C'est urgent maintenant" not in camille.last
    assert "appelez le 15 ou le 112 maintenant" not in camille.last


async def test_after_a_no_there_is_a_way_on(camille: Phone):
    await camille.say(PERHAPS)
    await camille.say("non")
    assert camille.buttons == ["Nous contacter", "Menu"]


async def test_who_listens_stays_named_whatever_is_answered(camille: Phone):
    await camille.say("je suis au bout du rouleau")
    assert "3114" in camille.last
    await camille.tap("Non, continuer")
    assert "3114" in camille.last
    await camille.do(
        "tap", message_id=camille.messages[-1]["message_id"], data="m:pas-urgent:violence", force=True
    )
    assert {"119", "3919"} <= set(re.findall(r"\d+", camille.last))


@pytest.mark.parametrize("heard", [True, False])
async def test_who_does_not_answer_is_told_of_where_the_follow_up_says_so(
    town: Town, camille: Phone, heard: bool
):
    await answering(town, camille, danger_unanswered=heard)
    await camille.say(PERHAPS)
    await town.later(minutes=9)
    assert await mail(town) == []
    await town.later(minutes=2)
    await camille.look()
    assert len(await mail(town)) == heard
    assert ("Votre équipe de soins est prévenue" in camille.everything) is heard
    assert ("C'est urgent maintenant" in camille.everything) is not heard
    assert len(await town.do(alerts, camille.account_id)) == heard


async def test_who_goes_on_is_not_silent(town: Town, camille: Phone):
    await answering(town, camille, danger_unanswered=True)
    await camille.say(PERHAPS)
    await town.later(minutes=5)
    await camille.answer("Non")
    await town.later(minutes=6)
    assert await mail(town) == []


LAST = form(question("note", "text", "Autre chose à nous dire ?"))


@pytest.mark.parametrize("words", [WORDS, PERHAPS])
async def test_after_the_last_question_whom_to_call_does_not_scroll_away(
    town: Town, camille: Phone, words: str
):
    await town.do(people.follow, camille.account_id, LAST)
    await town.later(seconds=1)
    await camille.say("/suivi", words)
    assert "C'est gardé tel quel" in camille.last
    await camille.tap("Continuer")
    assert "Vérifiez avant d'envoyer" in camille.last
    await camille.tap("Envoyer")
    assert len(await town.do(people.responses, camille.account_id)) == 1


async def test_that_help_is_there_is_heard_as_an_answer_to_us_for_a_while(town: Town, camille: Phone):
    helped = "c'est bon, le samu est là"
    await camille.say("mon père ne respire plus", helped)
    assert camille.last.startswith("Merci de me l'avoir dit")
    assert camille.buttons == ["Menu"]
    await camille.say(PERHAPS, "l'ambulance est en route")
    assert "C'est urgent maintenant" not in camille.last
    await town.later(minutes=11)
    await camille.say(helped)
    assert "Merci de me l'avoir dit" not in camille.last


async def test_that_help_is_there_is_no_wrong_answer_to_what_is_asked(town: Town, camille: Phone):
    pain = form(question("pain", "integer", "Combien de fois avez-vous toussé ?"))
    await town.do(people.follow, camille.account_id, pain)
    await town.later(seconds=1)
    await camille.say("/suivi", "mon père ne respire plus", "les pompiers sont là")
    assert "Merci de me l'avoir dit" in camille.last
    assert "Combien de fois" in camille.last
