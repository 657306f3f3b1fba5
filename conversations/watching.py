"""Danger first: what is said at once to words of danger, whatever is under way, and whether a care team is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from conversations.consenting import VERSION
from conversations.credentials import Code
from conversations.doors import MENU
from conversations.events import Sent, Typed
from conversations.form import Form
from conversations.heeding import ALONE, TOLD
from conversations.messages import Block, Button, Message, to_json
from locales import Words, _
from locales.reading import UNSURE, fold, read_yes_no, says_yes_no
from portal import accounts, bookmarks, danger, followups, smalltalk
from portal.accounts import throttle
from portal.accounts.throttle import Limit, minutes
from portal.danger import Danger
from portal.encoder import HERE
from portal.errands import Errand
from portal.mailroom import outbox, slots
from portal.mailroom.slots import Standing
from portal.work import Work

# Small talk: nobody asks if it is urgent.
HARMLESS = (
    "hello",
    "thanks",
    "sorry",
    "how",
    "who",
    "ok",
    "nothing",
    "lost",
)
ASKED = "danger:"  # so begins the slot of the question whether it is urgent; kinds follow
ANSWERED = "danger"  # where it stands once it is answered
WAITS = timedelta(minutes=10)  # so long a typed yes or no is its answer
# Three times, then one message that moves below for a minute: who writes twenty reads it, and what else is said.
OFTEN = Limit(2, minutes(1), timedelta(minutes=1))
SMS = _("If you cannot speak or hear, send an SMS to 114.")
RELIEF = _(
    "Thank you for telling me. Take care of what matters now: nothing here is urgent, and all is kept. If it gets "
    "worse, call 15 or 112 again."
)
CHILD = _("A child in danger: 119, day and night, free of charge. Children can call too.")
SAID: dict[str, tuple[Words, ...]] = {
    "vital": (_("If a life may be in danger, call 15 or 112 now."),),
    "suicide": (
        _("What you are going through sounds very hard. You do not have to carry it alone."),
        _(
            "Call 3114 now: someone listens, day and night, free of charge. If a life is in danger, call 15 or 112."
        ),
    ),
    "violence": (
        _("If you or someone else is in danger now, call 17 or 112."),
        CHILD,  # who is afraid at home, or at school, may be one
        _("Violence against women: 3919, day and night, free of charge. Someone listens and helps."),
    ),
    "child": (
        _("If you or someone else is in danger now, call 17 or 112."),
        CHILD,
    ),
}


@dataclass(frozen=True)
class Warn(Errand):
    """Words of danger came into a chat: what to do is said in a unit of work of its own, whatever becomes of the turn."""

    chat: int
    words: str  # which: a message, and when it was changed, never what it says
    kinds: tuple[str, ...] = field(repr=False)
    sure: bool = True


def heard(work: Work, chat: int, event: Typed | Sent) -> Danger | None:
    """Have what to do said, if these words speak of danger, and return which; where they only may, it is asked.

    What answers a secret is not looked at.
    """
    if not event.words or _is_secret(work, chat, event.words):
        return None
    found = danger.watch(event.words, HERE.at_hand)
    if found is not None and not found.sure and _harmless(work, chat, event.words):
        return None
    if found is not None:
        work.thought(_key(event), Warn(chat, _which(event), found.kinds, found.sure))
    return found


def _harmless(work: Work, chat: int, words: str) -> bool:
    return smalltalk.heard(words) in HARMLESS or relieved(work, chat, words) is not None


def relieved(work: Work, chat: int, words: str) -> Words | None:
    """Return what is answered to who was told whom to call just now, and says that help is there, or that it is better."""
    return RELIEF if smalltalk.relieved(words) and _lately(work, chat) else None


def _lately(work: Work, chat: int) -> bool:
    """Tell whether danger was spoken of a few minutes ago: whom to call was said, or it was asked whether it is urgent."""
    since = work.now - WAITS
    return just_told(work, chat) or slots.last_standing(work, str(chat), ANSWERED, since) is not None


def speaks(work: Work, event: Typed | Sent) -> bool:
    """Tell whether these words were `heard` to speak of danger, so that what to do is said already."""
    return _key(event) in work.thoughts


def _key(event: Typed | Sent) -> str:
    return f"danger:{_which(event)}"


def _which(event: Typed | Sent) -> str:
    return f"{event.message_id}:{event.changed.timestamp():.0f}" if event.changed else str(event.message_id)


def replied(work: Work, chat: int, event: Typed | Sent) -> tuple[str, bool] | None:
    """Return of which question whether it is urgent a yes or a no was typed, and which, if nothing was shown below it.

    Who does not know is told whom to call, as after a yes.
    """
    answer = _urgent_or_not(event.text) if isinstance(event, Typed) else None
    asked = _waiting(work, chat) if answer is not None else None
    if answer is None or asked is None or slots.lowest(work, str(chat)) != asked[0]:
        return None
    return asked[0].removeprefix(ASKED), answer


def _urgent_or_not(typed: str) -> bool | None:
    answer = says_yes_no(typed)
    return True if answer is None and fold(typed) in UNSURE else answer


def ask_again(work: Work, chat: int, event: Typed | Sent) -> bool:
    """Ask once more whether it is urgent, below what was shown since: a yes that nothing else asked for may be its answer.

    So may a no, which a question above would take for its own. False where no such question waits, another stands
    below it, or a later one was answered.
    """
    answer = read_yes_no(event.text) if isinstance(event, Typed) else None
    meant = answer or (answer is False and bookmarks.active_form(work, str(chat)) is not None)
    asked = _waiting(work, chat) if meant else None
    last = slots.standing(work, str(chat), ANSWERED)
    if asked is None or (last is not None and last.message_id > asked[1].message_id):
        return False
    if not _below(work, chat, asked[1]) or _asks(work, chat, slots.lowest(work, str(chat)) or ""):
        return False
    kinds = tuple(asked[0].removeprefix(ASKED).split("-"))
    _move_below(work, chat, asked[0], _asked(kinds))
    _look_again(work, Warn(chat, _which(event), kinds, sure=False))
    return True


def _waiting(work: Work, chat: int) -> tuple[str, Standing] | None:
    """Return the slot of the last question whether it is urgent, and what stands there, while it waits for an answer."""
    return slots.last_standing(work, str(chat), ASKED, work.now - WAITS)


def _move_below(work: Work, chat: int, slot: str, said: Message) -> None:
    """Take away what stands in a slot, and say it below; once for all that was written before it leaves."""
    here, facts = str(chat), {"message": to_json(said), "fresh": True}
    if not outbox.replace(work, "telegram", here, slot, facts):
        outbox.put(work, "telegram", here, "retire", {}, slot=slot)
        outbox.put(work, "telegram", here, "show", facts, slot=slot)


def answered(work: Work, chat: int, kinds: str) -> bool:
    """Take a question for answered: it stands in another slot from now on; whether something else is asked above it."""
    asked, here = f"{ASKED}{kinds}", str(chat)
    stood = slots.standing(work, here, asked)
    if stood is None:
        return False
    slots.clear(work, here, asked)
    slots.stand(work, here, ANSWERED, *stood)
    return _below(work, chat, stood)


def _below(work: Work, chat: int, stood: Standing) -> bool:
    """Tell whether a message stands below what the conversation under way asks, or none is."""
    mark = bookmarks.active(work, str(chat))
    other = slots.standing(work, str(chat), bookmarks.place(mark.id)) if mark else None
    return other is None or stood.message_id > other.message_id


def _asks(work: Work, chat: int, place: str) -> bool:
    """Tell whether a conversation asks something in this place: one under way, or whether to keep what was sent."""
    prefix = bookmarks.place("")
    mark = bookmarks.get(work, str(chat), place.removeprefix(prefix)) if place.startswith(prefix) else None
    if mark is None or mark.state == bookmarks.CLOSED:
        return False
    return mark.state == bookmarks.ACTIVE or not mark.data["at"]  # put aside, it says only how to go on


def _is_secret(work: Work, chat: int, words: str) -> bool:
    """Tell whether a password or a code is asked for here; several words without a digit are no code."""
    name = bookmarks.active_form(work, str(chat))
    form = Form.known.get(name or "")
    secrets = {question.name: question for question in form.questions if question.secret} if form else {}
    mark = bookmarks.active(work, str(chat)) if secrets else None
    asked = secrets.get(mark.data["at"]) if mark else None
    if isinstance(asked, Code):
        return len(words.split()) == 1 or any(sign.isdigit() for sign in words)
    return asked is not None


def warn(work: Work, wanted: Warn) -> bool:
    """Say what to do, or ask whether it is urgent, once for the same words; False when it was said several times just now.

    Then it is said in one message that comes below each time: nobody who cries is left without an answer. Whoever is
    killed after this, and before the message is worked through, has its next life come here again.
    """
    chat = str(wanted.chat)
    limits = {f"{'told' if wanted.sure else 'asked'}:{chat}": OFTEN}
    standing = throttle.look(work, limits)
    said = urgent(work, wanted.chat, wanted.kinds) if wanted.sure else _asked(wanted.kinds)
    slot = None if wanted.sure else f"{ASKED}{'-'.join(wanted.kinds)}"
    if standing.until is not None:
        _move_below(work, wanted.chat, slot or ANSWERED, said)
        return False
    facts = {"message": to_json(said), "fresh": True}
    key = f"danger:{chat}:{wanted.words}"
    if outbox.put(work, "telegram", chat, "show", facts, slot=slot, key=key) is not None:
        throttle.count(work, standing, limits)
        if not wanted.sure:
            _look_again(work, wanted)
    return True


def just_told(work: Work, chat: int) -> bool:
    """Tell whether whom to call was said a few minutes ago: what is said next must not hide it."""
    return bool(throttle.look(work, {f"told:{chat}": OFTEN._replace(forgotten_after=WAITS)}).counts)


def _look_again(work: Work, wanted: Warn) -> None:
    """Have it looked at, once she could have answered, whether she has (`conversations.unanswered`)."""
    account_id = accounts.reader(work, wanted.chat).account_id
    facts = {"kinds": wanted.kinds, "asked_at": work.now.isoformat()}
    if account_id is not None:
        outbox.put(work, "telegram", str(wanted.chat), "unanswered", facts, account_id=account_id,
                   due_at=work.now + WAITS)  # fmt: skip


def urgent(work: Work, chat: int, kinds: Sequence[str]) -> Message:
    """Return what to do, and tell the care teams whose plans say so."""
    return what_to_do(kinds, told=tell(work, chat, kinds))


def tell(work: Work, chat: int, kinds: Sequence[str], *, unanswered: bool = False) -> bool:
    """Tell the care teams whose plans say so, if she agreed to speak of health here; whether one is told."""
    account_id = accounts.reader(work, chat).account_id
    agreed = account_id is not None and accounts.has_consented(work, chat, VERSION)
    return agreed and followups.endangered(work, account_id or "", tuple(kinds), unanswered=unanswered)


def _asked(kinds: Sequence[str]) -> Message:
    """Return the numbers, and the question whether it is urgent: words may have meant something else."""
    of = "-".join(kinds)
    yes = Button(_("Yes, it is urgent"), f"m:urgent:{of}")
    no = Button(_("No, continue"), f"m:pas-urgent:{of}")
    words = (_("Is it urgent now?"), *(lines(kinds[:1]) or SAID[kinds[0]]))
    return Message(tuple(Block("plain", one) for one in words), ((yes, no),), protect=False)


def lines(kinds: Sequence[str]) -> list[Words]:
    """Return the lines where someone listens, urgent or not; none where there is only the 15 to call."""
    said: list[Words] = []
    for kind in kinds:
        said += [words for words in SAID[kind][1:] if words not in said]
    return said


def what_to_do(kinds: Sequence[str], *, told: bool) -> Message:
    """Return what to do: numbers, in the order of what is gravest; never what is wrong, nor any other advice."""
    said: list[Words] = []
    for kind in kinds:
        said += [words for words in SAID[kind] if words not in said]
    blocks = [Block("title", said[0]), *(Block("plain", words) for words in (*said[1:], SMS))]
    blocks.append(Block("plain", TOLD if told else ALONE))
    return Message(tuple(blocks), ((MENU,),), protect=False)
