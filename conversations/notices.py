"""What the portal tells without being asked: each notice's words for the chat and for an SMS; e-mails are letters.

Nothing clinical in any of them: who holds the phone may not be who the words are for.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from conversations import carnet_notices, contact_notices, privacy_notices
from conversations.doors import CONTACT_US, MENU
from conversations.messages import Block, Button, Message, message
from conversations.who import professional
from locales import Sentence, Words, _, n_

Facts = Mapping[str, Any]

FILL_IN, LATER, NO_MORE = _("Fill in"), _("Later"), _("No more reminders")  # what a reminder's buttons say


def _at(facts: Facts) -> datetime:
    return datetime.fromisoformat(facts["at"])


def _form_due(facts: Facts) -> Message:
    """Say that there is something to fill in, or that it is still open; what was written by an older version too."""
    form = facts["occurrence_id"]
    words = (
        _("There is still something to fill in. It is open until {hour}.", hour=_until(facts))
        if facts.get("again")
        else _("Hello. Your care team has something for you to fill in.")
    )
    later = (Button(LATER, f"m:plus-tard:{form}"),) if facts.get("later") else ()
    rows = ((Button(FILL_IN, f"m:suivi:{form}"), *later), (Button(NO_MORE, "m:stop"),))
    return Message((*message(words).blocks, *told_beforehand(facts.get("silence"))), rows, purge=False)


def _until(facts: Facts) -> time | datetime:
    closes_at = datetime.fromisoformat(facts["until"])
    return closes_at.time() if facts["today"] else closes_at


def told_beforehand(silence: int | None) -> tuple[Block, ...]:
    """Say that the care team hears of forms left without an answer, where it does."""
    if not silence:
        return ()
    words = n_(
        "If {n} form stays without an answer, your care team is told.",
        "If {n} forms in a row stay without an answer, your care team is told.",
        silence,
    )
    return (Block("note", words),)


def _form_closed(_facts: Facts) -> Message:
    words = _(
        "The time to fill in what you had begun is over, so it was not sent. The next one comes as planned."
    )
    return message(words, rows=((Button(_("My follow-up"), "m:suivi"), MENU),))


def _link_moved(facts: Facts) -> Message:
    words = _(
        "On {at}, your account was linked to another Telegram account. This chat no longer shows your record.",
        at=_at(facts),
    )
    wrong = _("If it was not you, choose a new password at once and contact us.")
    rows = (
        (Button(_("Choose a new password"), "m:go:reset_password"),),
        (CONTACT_US,),
    )
    return message(words, wrong, rows=rows)


def _password_changed_here(facts: Facts) -> Message:
    words = _(
        "On {at}, the password of your account was changed. An access code is asked before your record is shown again.",
        at=_at(facts),
    )
    rows = ((Button(_("Enter a code"), "m:go:confirm_code"),), (CONTACT_US,))
    return message(words, _("If it was not you, contact us at once."), rows=rows)


def _code_delayed(_facts: Facts) -> Message:
    words = _(
        "The text message with your code does not go out at the moment. Nothing is lost: we keep trying."
    )
    return message(words, _("Tap “I don't receive my code” to see the other ways."))


def _sorry(_facts: Facts) -> Message:
    words = _("Something went wrong on our side. What you wrote before is kept. Our team has been told.")
    return message(words, _("Please try again, or go back to the menu."), rows=((MENU,),))


def _maintenance(_facts: Facts) -> Message:
    words = _(
        "Our service is being maintained. What you sent is kept, and you will get your answer a little later."
    )
    return message(words, _("If it cannot wait, call your care team. In an emergency, call 15 (or 112)."))


def _support_failed(facts: Facts) -> Message:
    words = _(
        "Your message {reference} could not be delivered to us. Please contact us another way.",
        reference=facts["reference"],
    )
    return message(words, rows=((CONTACT_US, MENU),))


def _documents_new(_facts: Facts) -> Message:
    """Say that there is something, never what."""
    shown = message(_("There is something new in your space."), rows=((Button(_("See"), "m:documents"),),))
    return replace(shown, purge=False)


def _emergency_opened(facts: Facts) -> Message:
    """Say who opened what is meant for emergencies, and until when; why is shown behind the button."""
    opened: dict[tuple[bool, bool], Sentence] = {
        (False, False): _("On {at}, {who} opened your record in an emergency, until {until}."),
        (False, True): _("On {at}, {who} prolonged the emergency access to your record, until {until}."),
        (True, False): _("On {at}, {who} opened a carnet you look after in an emergency, until {until}."),
        (True, True): _(
            "On {at}, {who} prolonged the emergency access to a carnet you look after, until {until}."
        ),
    }
    who = professional(facts["who"], facts["profession"], facts["digits"])
    until = datetime.fromisoformat(facts["until"])
    words = opened[facts["carnet"], facts["again"]].fill(at=_at(facts), who=who, until=until)
    rows = (
        (Button(_("See why"), f"m:urgence:{facts['emergency_id']}"),),
        (CONTACT_US,),
    )
    only = _("Only what is kept there for an emergency is shown. If this surprises you, contact us.")
    return replace(message(words, only, rows=rows), purge=False)


def _identity_corrected(_facts: Facts) -> Message:
    see = Button(_("My identity"), "m:identite")
    return message(_("Your identity was corrected. Please check it."), rows=((see,), (MENU,)))


CHAT: dict[str, Callable[[Facts], Message]] = {
    **carnet_notices.CHAT,
    **contact_notices.CHAT,
    **privacy_notices.CHAT,
    "form_due": _form_due,
    "form_closed": _form_closed,
    "link_moved": _link_moved,
    "password_changed": _password_changed_here,
    "code_delayed": _code_delayed,
    "sorry": _sorry,
    "maintenance": _maintenance,
    "support_failed": _support_failed,
    "documents_new": _documents_new,
    "emergency_opened": _emergency_opened,
    "identity_corrected": _identity_corrected,
}


def _code_by_sms(facts: Facts) -> Words:
    return n_(
        "MaSanté: your access code is {code}. Valid {n} minute. Never give it to anyone.",
        "MaSanté: your access code is {code}. Valid {n} minutes. Never give it to anyone.",
        facts["minutes"],
        code=facts["code"],
    )


def _out_of_reach_by_sms(facts: Facts) -> Words:
    return _(
        "MaSanté: your care team has something for you, but your Telegram chat is closed. Open it: t.me/{bot}",
        bot=facts["bot"],
    )


def _documents_new_by_sms(facts: Facts) -> Words:
    return _(
        "MaSanté: there is something new in your space. Open your Telegram chat: t.me/{bot}", bot=facts["bot"]
    )


def _emergency_opened_by_sms(facts: Facts) -> Words:
    return _(
        "MaSanté: an emergency access was opened on {at}. Who and why: t.me/{bot}. Not expected? Contact us.",
        at=_at(facts),
        bot=facts["bot"],
    )


SMS: dict[str, Callable[[Facts], Words]] = {
    **contact_notices.SMS,
    "access_code": _code_by_sms,
    "out_of_reach": _out_of_reach_by_sms,
    "documents_new": _documents_new_by_sms,
    "emergency_opened": _emergency_opened_by_sms,
}
