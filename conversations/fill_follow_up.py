"""Fill in the form of the day, one's own or a child's, check it, send it to the care team."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from conversations import computing, for_whom, owning, rereading, showing
from conversations.amounts import zone
from conversations.doors import MENU
from conversations.fhir_questions import answer_of, question, values, words
from conversations.form import Form
from conversations.heeding import what_to_do
from conversations.messages import Block, Button
from conversations.notices import told_beforehand
from conversations.questions import Question
from conversations.refusals import sentence
from conversations.turn import Next, Said, Turn, said
from conversations.who import named
from locales import NAMES, Listed, Sentence, _, base, unpack
from portal import followups
from portal.authorisations import Access, Right, patient_record
from portal.errors import Refused
from portal.followups import Alarm, FilesGone, FormAlreadySent
from portal.questionnaires import (
    Answers,
    Item,
    Problem,
    Questionnaire,
    Verdict,
    Walk,
    problems,
    response,
    said_in,
    walk,
)
from portal.work import Work

SENT = Button(_("What I sent"), "m:envois")
THANKS = Block("title", _("Thank you, your answers are sent."))
EMERGENCY = _("In an emergency, call 15 (or 112). Nobody reads this chat around the clock.")


class FormIncomplete(Refused):
    """An answer that the form needs is missing or does not hold."""


def remembered(work: Work, access: Access, occurrence_id: str, questionnaire_id: str) -> dict[str, Any]:
    """Return what was answered last time in this follow-up, by path, as the conversation keeps answers."""
    last = followups.last_response(work, access, occurrence_id)
    if last is None:
        return {}
    form = followups.questionnaire(work, questionnaire_id)
    kept = {path: answer_of(_item(form, path), said) for path, said in said_in(form, last).items()}
    return {path: answer for path, answer in kept.items() if answer is not None}


def form_of(turn: Turn) -> Questionnaire:
    """Return the version of the form this conversation began with."""
    return followups.questionnaire(turn.work, turn.facts["questionnaire_id"])


def walked(turn: Turn) -> Walk:
    """Walk the form over the answers given so far."""
    if turn.walk is None:
        given = tree(turn)
        turn.walk = walk(form_of(turn), given, local_now(turn), computed(turn, given))
    walked: Walk = turn.walk
    return walked


def computed(turn: Turn, given: Answers) -> Verdict | None:
    """Return what the form computes over these answers."""
    return computing.verdict(turn, form_of(turn), given, local_now(turn))


def tree(turn: Turn) -> Answers:
    """Return the answers as the form's engine takes them: what was skipped is put and empty."""
    form = form_of(turn)
    found: dict[str, Any] = {path: [] for path in turn.skipped}
    return found | {path: values(_item(form, path), answer) for path, answer in turn.answers.items()}


def _item(form: Questionnaire, path: str) -> Item:
    """Return the item a path leads to: its last segment is a linkId, what would split the path escaped."""
    return form.by_link[unquote(path.rpartition("/")[2].partition("[")[0])]


def asked(turn: Turn) -> list[Question]:
    """Return the questions the form puts, given the answers so far."""
    last = {path: unpack(answer) for path, answer in turn.facts["last"].items()}
    put = [question(step, last) for step in walked(turn).steps]
    return [replace(one, intro_once=True) for one in put[:1]] + put[1:]


def opening(turn: Turn) -> Sequence[Block]:
    """Say what to do in an emergency before anything is asked."""
    form = form_of(turn)
    title = (Block("title", words(form.title)), *_for(turn), *_in_another_language(turn, form.languages))
    return (*title, *told_beforehand(turn.facts.get("silence")), Block("note", _emergency(turn)))


def _in_another_language(turn: Turn, languages: Sequence[str]) -> tuple[Block, ...]:
    """Say in which languages the form is, where it is not in hers."""
    if not languages or base(turn.language) in map(base, languages):
        return ()
    named = Listed(tuple(NAMES.get(base(code), code) for code in languages), "or")
    return (
        Block(
            "plain", _("This form is not in your language. You can read it in: {languages}.", languages=named)
        ),
    )


def closing(turn: Turn) -> Sequence[Block]:
    """Say it again before it is sent; the form's own last words come first."""
    notes = [Block("plain", words(note.text)) for note in walked(turn).closing]
    return (*notes, *_for(turn, "plain"), Block("note", _emergency(turn)))


def _for(turn: Turn, style: str = "line") -> tuple[Block, ...]:
    """Say for which child it is, where it is for one."""
    child = turn.facts.get("child")
    return (Block(style, for_whom.for_child(child)),) if child else ()


def first(turn: Turn) -> Next | Refused | None:
    """Go on only with who is fresh, and may still fill in for the child."""
    earlier = owning.before(turn, "suivi")
    if earlier is not None or "carnet_id" not in turn.facts:
        return earlier
    allowed = for_whom.access(turn, Right.FILL_IN)
    return allowed if isinstance(allowed, Refused) else None


def _emergency(turn: Turn) -> Sentence:
    phone = turn.facts["phone"]
    if not phone:
        return EMERGENCY
    return _("In an emergency, call 15 (or 112). Your care team: {phone}.", phone=phone)


fill_follow_up = Form(
    "fill_follow_up",
    title=_("Today's form"),
    asked=asked,
    opening=opening,
    closing=closing,
    first=first,
    later=_("Save and continue later"),
)


@fill_follow_up.send
def send(turn: Turn) -> Said | Refused:
    """Hand the answers to the care team, once."""
    access = for_whom.access(turn, Right.FILL_IN)
    if isinstance(access, Refused):
        return access
    computing.try_again(turn)
    form, given = form_of(turn), tree(turn)
    verdict = computed(turn, given)
    found = problems(form, given, local_now(turn), verdict)
    wrong = [one for one in found if one.blocks]
    if wrong:
        return _mended(turn, wrong)
    occurrence_id = followups.occurrence_of(turn.mark.subject or "")
    resource = response(form, given, authored=turn.now, verdict=verdict) | followups.said_of(access)
    sent = followups.submit(turn.work, access, occurrence_id, resource)
    if isinstance(sent, Refused):
        return _not_sent(turn, access, form, sent)
    failed = sorted({one.link_id for one in found if one.code == "expression"})
    if failed:  # for whoever wrote the form: the patient did nothing wrong
        access.journal(turn.work, "form_not_computed", occurrence_id, ", ".join(failed)[:200])
    if sent.alarm is not None:
        heed = what_to_do(sent.alarm, turn.facts.get("child"))
        return Said((THANKS, *heed, *_reading(turn)), purge=True)
    return Said(_thanks(turn), rows=((_look_back(turn),), (MENU,)))


def _look_back(turn: Turn) -> Button:
    carnet_id = turn.facts.get("carnet_id")
    return Button(_("What was sent"), f"m:envois:0.{carnet_id}") if carnet_id else SENT


def _mended(turn: Turn, wrong: Sequence[Problem]) -> Refused:
    """Ask what does not hold again, in the form's own words where it has some."""
    for one in wrong:
        turn.drop(one.path)
    return FormIncomplete(why=words(wrong[0].human)) if wrong[0].human else FormIncomplete()


def _not_sent(turn: Turn, access: Access, form: Questionnaire, why: Refused) -> Said | Refused:
    """Ask for files that are gone again, all of them; else nothing is left to change: stopped, or sent elsewhere."""
    by = patient_record(why.facts.get("by") or "")
    if isinstance(why, FormAlreadySent) and why.facts and by != access.actor:
        return _sent_by_another(turn, access, why, by)
    if not isinstance(why, FilesGone):
        return said(sentence(why))
    for path in list(turn.answers):
        if _item(form, path).type == "attachment":
            turn.drop(path)
    return why


def _sent_by_another(turn: Turn, access: Access, why: FormAlreadySent, actor: str) -> Said:
    """Say that the other parent was first, what to do if these answers matter, and give them back: nothing is lost."""
    who = named(turn.work, access, [actor])[actor]
    told = _("{who} has already sent this form for {name}, on {date}. It counts once.",
             who=who, name=turn.facts["child"], date=why.facts["at"])  # fmt: skip
    alarm: Alarm | None = why.facts["alarm"]
    heed = what_to_do(alarm, turn.facts["child"]) if alarm is not None else ()
    differs = _("If your answers say something else, tell the care team. Here they are, they were not sent:")
    pairs = [
        Block("pair", rereading.pair(turn, question)) for question in asked(turn) if turn.get(question.name)
    ]
    answers = showing.paged(turn, pairs, showing.ROOM_BESIDE)[0]
    rows = ((Button(_("What was sent"), f"m:envoi:{why.facts['response_id']}.0.0"),), (MENU,))
    blocks = (Block("title", told), *heed, Block("plain", differs), *answers, Block("note", _emergency(turn)))
    return Said(blocks, rows=rows, purge=True)


def local_now(turn: Turn) -> datetime:
    """Return what a form's today() and now() mean: the person's own clock."""
    return turn.now.astimezone(zone(turn))


def _thanks(turn: Turn) -> tuple[Block, ...]:
    later = Block("plain", _("Your care team will read them on its next working day."))
    return (THANKS, *(_reading(turn) or (later,)), Block("note", _emergency(turn)))


def _reading(turn: Turn) -> tuple[Block, ...]:
    hours = turn.facts["reading_hours"]
    return (Block("plain", _("Your care team reads the answers: {hours}.", hours=hours)),) if hours else ()
