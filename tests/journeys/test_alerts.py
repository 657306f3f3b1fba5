"""An answer that alarms: the patient reads at once what to do, the team is told until someone looks after it."""

import io
from pathlib import Path
from typing import Any

import pytest

from portal import authorisations, followups
from portal.authorisations import Operator, Right, patient_record
from portal.followups import AlertRead
from portal.work import Work
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL
from tests.journeys.phone import AS_SEEN, Phone
from tests.journeys.town import Town, on_both

TEAM = "equipe@example.org"
BLOOD = {
    "when": "item.where(linkId='bleeding').answer.value = true",
    "severity": "high",
    "text": "Saignement",
}
PAIN = {"when": "item.where(linkId='pain').answer.value >= 2", "severity": "low", "text": "Douleur"}
AGAIN = "(1|2|3|4|5|6|7|8|9|10).select(%s)"
NEVER_ENDS = AGAIN % (AGAIN % (AGAIN % (AGAIN % (AGAIN % (AGAIN % "1")))))
BLEEDS = (*ALL_IS_WELL[:2], "Un peu taché", "Oui", *ALL_IS_WELL[3:])


async def follow(town: Town, patient: Phone, *rules: dict[str, Any], **plan: Any) -> None:
    """Start a follow-up with rules, and have its patient answer that she bleeds."""
    whole = {"notify": TEAM, "phone": "01 99 00 12 34", "alerts": list(rules)} | plan
    await town.do(people.follow, patient.account_id, **whole)
    await town.later(seconds=1)
    await patient.say("/suivi")
    await patient.answer(*BLEEDS)
    await patient.tap("Envoyer")


async def mail(town: Town, to: str = TEAM) -> list[str]:
    """Return the e-mails that someone has got: subject, then text."""
    async with town.http.get(f"{town.sim.url}/phone/mail", params={"to": to}) as answer:
        return [f"{one['subject']}\n{one['text']}".translate(AS_SEEN) for one in await answer.json()]


def alerts(work: Work, account_id: str) -> list[AlertRead]:
    access = authorisations.require(work, Operator(), Right.READ, patient_record(account_id))
    return followups.read_alerts(work, access)


def acknowledge(work: Work, account_id: str) -> None:
    access = authorisations.require(work, Operator(), Right.FOLLOW, patient_record(account_id))
    assert isinstance(followups.acknowledge_all(work, access), list)


@on_both
async def test_a_red_flag_is_told_until_someone_looks_after_it(town: Town, camille: Phone):
    await follow(town, camille, BLOOD, again_after="2 h")
    assert "Appelez votre équipe de soins maintenant : 01 99 00 12 34" in camille.last
    assert "appelez le 15 (ou le 112)" in camille.last
    assert "Votre équipe de soins est prévenue" in camille.last
    (letter,) = await mail(town)
    assert letter.startswith("MaSanté : alerte, gravité élevée\n")
    assert f"masante followup alerts --patient {camille.account_id}" in letter
    await town.later(hours=2)
    assert [one.partition("\n")[0] for one in await mail(town)][1:] == [
        "MaSanté : alerte toujours sans réponse, gravité élevée"
    ]
    await town.do(acknowledge, camille.account_id)
    await town.later(days=1)
    assert len(await mail(town)) == 2


async def test_what_leaves_by_e_mail_says_neither_who_nor_what(town: Town, camille: Phone):
    await follow(town, camille, BLOOD)
    (letter,) = await mail(town)
    assert "C. D." in letter
    assert not [word for word in ("Durand", "Saignement", "opération", "bleeding") if word in letter]


async def test_the_team_s_own_words_are_shown_if_the_plan_says_so_and_leave_the_chat_in_time(
    town: Town, camille: Phone
):
    await follow(town, camille, {**BLOOD, "text": "Appuyez fort avec un linge propre.", "show": True})
    assert "Appuyez fort" in camille.last
    await town.later(hours=47)
    await camille.look()
    assert "Appuyez fort" not in camille.everything


async def test_a_low_alert_leaves_the_patient_her_ordinary_thanks(town: Town, camille: Phone):
    await follow(town, camille, PAIN)
    assert "Votre équipe de soins lit les réponses : de 9 h à 17 h" in camille.last
    assert "prévenue" not in camille.last
    assert len(await mail(town)) == 1


async def test_a_rule_that_never_ends_blocks_nobody_and_hides_nothing(town: Town, camille: Phone):
    await follow(town, camille, {"when": NEVER_ENDS, "text": "Sans fin", "severity": "low"}, BLOOD)
    assert "Appelez votre équipe de soins maintenant" in camille.last
    kinds = sorted(one.kind for one in await town.do(alerts, camille.account_id))
    assert kinds == ["rule", "unjudged"]


async def test_an_address_that_bounces_gives_way_to_who_follows(town: Town, camille: Phone, log: io.StringIO):
    await town.fault("smtp", "400")
    await follow(town, camille, BLOOD)
    await town.later(seconds=1)
    assert await mail(town) == []
    (letter,) = await mail(town, "aide@example.org")
    assert "refuse nos e-mails" in letter
    assert "alert_bounced" in log.getvalue()
    assert TEAM not in log.getvalue()


async def test_while_the_mail_server_is_down_nothing_is_lost_and_nothing_piles_up(town: Town, camille: Phone):
    await town.fault("smtp", "down")
    await follow(town, camille, BLOOD, again_after="2 h")
    for _ in range(3):
        await town.later(hours=2)
    await town.mend()
    await town.later(minutes=10)
    assert len(await mail(town)) == 1


async def test_without_an_e_mail_the_patient_is_not_told_that_the_team_knows(
    sim: Any, http: Any, database: str, tmp_path: Path
):
    async with Town(sim, http, database, tmp_path, MASANTE_SMTP_URL="", MASANTE_MAIL_FROM="") as town:
        camille = await town.linked(people.CAMILLE)
        await follow(town, camille, BLOOD)
        assert "Appelez sans attendre" in camille.last
        assert "prévenue" not in camille.last
        assert len(await town.do(followups.standing_alerts)) == 1


async def test_a_form_sent_however_often_alarms_once(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, notify=TEAM, alerts=[BLOOD])
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer(*BLEEDS)
    message_id, data = camille.button("Envoyer")
    for _ in range(3):
        await camille.at_once("tap", message_id=message_id, data=data, force=True)
    await camille.look()
    assert (len(await mail(town)), len(await town.do(alerts, camille.account_id))) == (1, 1)


@pytest.mark.parametrize("phone", ["01 99 00 12 34", ""])
async def test_a_medium_alert_asks_to_call_today(town: Town, camille: Phone, phone: str):
    await follow(town, camille, {**BLOOD, "severity": "medium"}, phone=phone)
    assert (f"aujourd'hui : {phone}" if phone else "Parlez aujourd'hui à votre équipe") in camille.last
    assert "appelez le 15 (ou le 112)" in camille.last
