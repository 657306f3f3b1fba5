"""Contact us: what it is about, a message, perhaps a picture, how to be answered; sent to support by e-mail."""

from collections.abc import Sequence
from typing import Any

from conversations.consenting import agreed
from conversations.credentials import Email, Phone
from conversations.files import Files
from conversations.form import Form, Recap
from conversations.messages import Block
from conversations.questions import LONGEST_TEXT, Choice, Option, Text
from conversations.support_letters import SUBJECTS, subject_words
from conversations.turn import Said, Turn, said
from locales import Words, _
from portal import accounts, phones, support
from portal.accounts import AccountFacts
from portal.errors import Refused
from portal.vault import MEGABYTE

LONGEST_SUBJECT, LONGEST_NAME = 80, 80
FEW = 4  # words of a subject
NOT_CLINICAL = _(
    "Please write nothing about your health here: this leaves as an e-mail. For that, ask your care team."
)


def by_phone(turn: Turn) -> tuple[Words, ...]:
    """Return the number to call instead, and its hours, where there is one."""
    policy = turn.work.policy
    if not policy.support_phone:
        return ()
    return (calling(policy.support_phone, policy.support_hours),)


def calling(phone: str, hours: str) -> Words:
    """Say which number can be called, and when."""
    if hours:
        return _("By phone: {phone} ({hours})", phone=phone, hours=hours)
    return _("By phone: {phone}", phone=phone)


def _account(turn: Turn) -> AccountFacts | None:
    if turn.me is None:
        return None
    shown = accounts.show(turn.work, turn.me.account_id)
    return None if isinstance(shown, Refused) else shown


def _ways(turn: Turn) -> Sequence[Option]:
    """Offer her own address and number, hidden as far as this session is weak, and others."""
    shown = _account(turn)
    others = (Option("email", _("By e-mail")), Option("phone", _("By phone")))
    if shown is None or turn.me is None:
        return others
    full = turn.me.full
    mine = (
        Option("my_email", _("By e-mail: {address}", address=shown.email if full else accounts.email_hint(shown.email))),
        Option("my_phone", _("By phone: {number}", number=phones.written(shown.phone) if full else
                             accounts.phone_hint(shown.phone))),
    )  # fmt: skip
    return (*mine, Option("email", _("At another e-mail address")), Option("phone", _("At another number")))


def _short(_turn: Turn, value: Any) -> Refused | None:
    own = value.get("other", "") if isinstance(value, dict) else ""
    return SubjectTooLong(most=LONGEST_SUBJECT) if len(own) > LONGEST_SUBJECT else None


class About(Choice):
    """What a message is about; who writes a whole sentence here has written the message."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Find the subject, or take words of one's own: a few for it, more for the message."""
        found = super().read(turn, typed)
        if isinstance(found, dict) and len(typed.split()) > FEW:
            turn.keep("message", typed.strip()[:LONGEST_TEXT])
            return "other"
        return found


def _real(_turn: Turn, typed: str) -> Refused | None:
    read = accounts.read_email(typed)
    return read if isinstance(read, Refused) else None


class SubjectTooLong(Refused):
    """A subject is longer than the subject of an e-mail should be; facts: most."""


def _opening(turn: Turn) -> Sequence[Block]:
    phone = (Block("plain", words) for words in by_phone(turn))
    return (Block("plain", _("A person will answer you.")), *phone, Block("note", NOT_CLINICAL))


contact_us = Form(
    "contact_us",
    About(
        "subject",
        _("What is it about?"),
        label=_("About"),
        offers=[Option(key, words) for key, words in SUBJECTS.items()],
        other=True,
        check=_short,
    ),
    Text("message", _("What would you like to tell us?"), label=_("Your message"), help=(NOT_CLINICAL,)),
    Files(
        "pictures",
        _("Would you like to add a picture, of your screen for instance?"),
        label=_("Pictures"),
        kinds=("image/*",),
        size=4 * MEGABYTE,
        most=2,
        optional=True,
        early=True,
        when=lambda turn: turn.me is not None and agreed(turn),
    ),
    Choice("way", _("How may we answer you?"), label=_("Answer"), offers=_ways),
    Email(
        "email",
        _("At which e-mail address?"),
        label=_("E-mail"),
        when=lambda turn: turn.get("way") == "email",
        check=_real,
    ),
    Phone(
        "phone", _("At which phone number?"), label=_("Phone"), when=lambda turn: turn.get("way") == "phone"
    ),
    Text(
        "name",
        _("What is your name?"),
        label=_("Your name"),
        longest=LONGEST_NAME,
        optional=True,
        when=lambda turn: turn.me is None,
    ),
    title=_("Contact us"),
    recap=Recap(),
    opening=_opening,
    closing=lambda _turn: (Block("note", NOT_CLINICAL),),
    lasting=True,
)


@contact_us.send
def send(turn: Turn) -> Said | Refused:
    """Write to support, once, and send a receipt to whoever can be reached by e-mail."""
    shown = _account(turn)
    way = turn["way"]
    mine = shown is not None and way.startswith("my_")
    address = shown.email if shown and way == "my_email" else turn.get("email", "")
    number = shown.phone if shown and way == "my_phone" else turn.get("phone", "")
    if way.startswith("my_") and not mine:  # the chat was unlinked meanwhile: the way is asked again
        turn.drop("way")
        return accounts.LinkMissing()
    facts = {
        "subject": turn["subject"], "text": turn["message"], "name": turn.get("name", ""), "spoken": turn.language,
        "answer_to": address or phones.written(number),
    }  # fmt: skip
    files = [one["id"] for one in turn.get("pictures") or ()]
    account_id = turn.me.account_id if turn.me else None
    sent = support.write(turn.work, "support_message", facts, chat=turn.chat, account_id=account_id,
                         reply_to=address, files=files)  # fmt: skip
    if isinstance(sent, Refused):
        return sent
    _acknowledge(turn, sent, address)
    subject = subject_words(turn["subject"])
    return said(
        _("Thank you. Your message is on its way: {subject}.", subject=subject),
        _(
            "Its reference is {reference}. A person will answer you: {way}.",
            reference=sent,
            way=facts["answer_to"],
        ),
        *by_phone(turn),
    )


def _acknowledge(turn: Turn, reference: str, address: str) -> None:
    if turn.get("way") == "email" and address:
        support.acknowledge(turn.work, address, reference, turn.language)
    elif turn.me is not None:
        accounts.write_to(turn.work, turn.me.account_id, "email", "support_receipt", {"reference": reference})
