"""Ask to have a name or the birth date corrected, which a professional has verified: a person looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conversations import for_whom
from conversations.amounts import Date
from conversations.doors import MENU
from conversations.form import Form, Recap
from conversations.messages import Block, Button
from conversations.my_particulars import LABELS, Line
from conversations.owning import first
from conversations.questions import Choice, Hint, Option, Toggle
from conversations.turn import Said, Turn, said
from locales import Words, _, plain
from portal import accounts, identity, particulars
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.particulars import Wanted

REASONS: dict[str, Words] = {
    "typing": _("A typing mistake"),
    "family": _("A wedding, a divorce"),
    "decision": _("An official change"),
    "other": _("Something else"),
}


def _fields(turn: Turn) -> Sequence[Option]:
    """Offer what can be corrected, each with what is written now."""
    who = identity.read(turn.work, turn.me.account_id) if turn.me else None
    now = {} if who is None else who.__dict__
    return [
        Option(
            field,
            plain("{label} · {now}", label=LABELS[field], now=now[field])
            if now.get(field)
            else LABELS[field],
        )
        for field in ("first_name", "last_name", "birth_date")
    ]


@dataclass(frozen=True, kw_only=True)
class Written(Line):
    """A name, or a birth date where that is to be corrected."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Read it as what it is."""
        return DAY.read(turn, typed) if _of_birth(turn) else super().read(turn, typed)

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return it as it is read."""
        return DAY.shown(turn, value) if isinstance(value, date) else super().shown(turn, value)


DAY = Date("day", "")


def _of_birth(turn: Turn) -> bool:
    return bool(turn.get("what") == "birth_date")


def _asked(turn: Turn) -> Words:
    return _("Which day were you born?") if _of_birth(turn) else _("How should it be written?")


def _wrong(turn: Turn, value: Any) -> Refused | Hint | None:
    """Say what cannot be asked for; a name where a date is meant by now, or the other way, is asked anew."""
    if isinstance(value, date) is not _of_birth(turn):
        return Hint(_("Please write it again."))
    written = value.isoformat() if isinstance(value, date) else str(value)
    return particulars.wrong(turn.work, turn.me.account_id, turn["what"], written) if turn.me else None


def _anew(turn: Turn, value: str, _thought: object) -> None:
    """Ask again how it should be, when something else is to be corrected."""
    if value != turn.get("what"):
        turn.drop("to")


def _reply(turn: Turn) -> Words:
    shown = accounts.show(turn.work, turn.me.account_id) if turn.me else None
    hint = accounts.email_hint(shown.email) if isinstance(shown, accounts.AccountFacts) else ""
    return _("May we answer you by e-mail, at {email}?", email=hint)


def _closing(_turn: Turn) -> Sequence[Block]:
    words = _(
        "A person reads your request, and may ask to see an identity document. Nothing changes until then."
    )
    return (Block("note", words),)


correct_identity = Form(
    "correct_identity",
    Choice("what", _("What should be corrected?"), label=_("To be corrected"), offers=_fields, step=_anew),
    Written(
        "to",
        _asked,
        help=(_("As on your identity document."),),
        label=_("Should be"),
        check=_wrong,
    ),
    Choice(
        "why",
        _("What is the reason?"),
        label=_("Reason"),
        offers=[Option(code, words) for code, words in REASONS.items()],
        optional=True,
    ),
    Toggle("reply", _reply, help=(_("If not, we call you."),), label=_("Answer by e-mail")),
    title=_("Correction of my identity"),
    recap=Recap(),
    closing=_closing,
    first=first("identite-corriger"),
)


@correct_identity.send
def send(turn: Turn) -> Said | Refused:
    """Have support look at it; she is told the reference, and what comes next."""
    allowed = for_whom.access(turn, Right.KEEP)
    if not isinstance(allowed, Access):
        return allowed
    field = turn["what"]
    to = turn["to"]
    written = to.isoformat() if isinstance(to, date) else to
    asked = particulars.ask(turn.work, allowed, Wanted(field, written, turn.get("why", ""), turn["reply"]))
    if isinstance(asked, Refused):
        return asked
    how = _("We answer you by e-mail.") if turn["reply"] else _("We call you.")
    rows = ((Button(_("My identity"), "m:identite"),), (MENU,))
    sent = _("Your request is sent. Reference: {reference}", reference=asked)
    stays = _("Until then, what is written stays as it is.")
    return said(sent, how, stays, rows=rows)
