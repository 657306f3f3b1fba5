"""What is told by SMS, or in the chat, of an address or number that changes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conversations.doors import CONTACT_US
from conversations.messages import Button, Message, message
from locales import Words, _, n_

Facts = Mapping[str, Any]


def _undone(facts: Facts) -> Message:
    words = _(
        "On {at}, the former e-mail address and phone number of your account were put back, by the link of an e-mail we "
        "sent. This chat is no longer linked.",
        at=datetime.fromisoformat(facts["at"]),
    )
    rows = (
        (Button(_("Choose a new password"), "m:go:reset_password"),),
        (CONTACT_US,),
    )
    return message(words, _("If it was not you, contact us at once."), rows=rows)


CHAT: Mapping[str, Callable[[Facts], Message]] = {"change_undone": _undone}


def _code(facts: Facts) -> Words:
    return n_(
        "MaSanté: your code to confirm this number is {code}. Valid {n} minute. Never give it to anyone.",
        "MaSanté: your code to confirm this number is {code}. Valid {n} minutes. Never give it to anyone.",
        facts["minutes"],
        code=facts["code"],
    )


def _phone_changed(facts: Facts) -> Words:
    return _(
        "MaSanté: the phone number of your account was changed on {at}. Not you? Open the e-mail we sent you.",
        at=datetime.fromisoformat(facts["at"]),
    )


def _undone_by_sms(facts: Facts) -> Words:
    return _(
        "MaSanté: on {at}, the former phone number of your account was put back. Not you? Contact us.",
        at=datetime.fromisoformat(facts["at"]),
    )


def _corrected(facts: Facts) -> Words:
    return _(
        "MaSanté: on {at}, our team corrected the phone number of your account. Not asked for? Contact us.",
        at=datetime.fromisoformat(facts["at"]),
    )


SMS: Mapping[str, Callable[[Facts], Words]] = {
    "contact_code": _code,
    "phone_changed": _phone_changed,
    "change_undone": _undone_by_sms,
    "contacts_corrected": _corrected,
}
