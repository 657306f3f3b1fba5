"""What is told unasked about carnets: who invites, who answered, what ended; no child's name, nothing of health."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from conversations.doors import CONTACT_US, MENU
from conversations.messages import Button, Message, Rows, message
from locales import Words, _, last_day
from portal.carnets.model import SHARE

Facts = Mapping[str, Any]
CARNETS = Button(_("Carnets de santé"), "m:carnets")


def _who(facts: Facts) -> Words:
    return facts.get("who") or _("The other parent")


def _invitation(facts: Facts) -> Message:
    until = last_day(datetime.fromisoformat(facts["expires_at"]))
    if facts["kind"] == SHARE:
        words = _("{who} invites you to share a child's carnet de santé.", who=facts["inviter"])
    else:
        words = _("You are of age: the health record that your parents kept for you can be yours now.")
    rows: Rows = (
        (Button(_("Accept"), f"m:carnet-accepter:{facts['id']}"),),
        (Button(_("Decline"), f"m:carnet-refuser:{facts['id']}"),),
    )
    return message(words, _("The invitation is valid until {date}.", date=until), rows=rows)


def who_is_it(kind: str, who: Words, email: str) -> tuple[Words, Words]:
    """Return what the inviting parent is asked of somebody whose name nobody has checked."""
    if kind == SHARE:
        words = _("{who} ({email}) has accepted to share a carnet with you.", who=who, email=email)
        return words, _("Is it really the other parent? The carnet stays closed until you answer.")
    words = _("{who} ({email}) wants to take over the carnet that you held.", who=who, email=email)
    return words, _("Is it really the young adult? The carnet stays closed until you answer.")


def _asked(facts: Facts) -> Message:
    words, question = who_is_it(facts["kind"], _who(facts), facts["email"])
    rows: Rows = (
        (Button(_("Yes, it is"), f"m:carnet-oui:{facts['id']}"),),
        (Button(_("No, I do not know this person"), f"m:carnet-non:{facts['id']}"),),
    )
    return message(words, question, rows=rows)


def _accepted(facts: Facts) -> Message:
    words = _("{who} has accepted: the carnet is now shared.", who=_who(facts))
    wrong = _("If it is not the person you meant, open the carnet and end the share.")
    return message(
        words, wrong, rows=((Button(_("Open the carnet"), f"m:carnet:{facts['carnet_id']}"),), (MENU,))
    )


def _growing(facts: Facts) -> Message:
    until = date.fromisoformat(facts["until"])
    words = _("On {date}, a child whose carnet you read is 18. The share ends on that day.", date=until)
    if not facts["carnet_id"]:
        return message(words, rows=((CARNETS,), (MENU,)))
    asked = _("At which e-mail address can the young adult be invited to take the carnet over?")
    tell = Button(_("Give the address"), f"m:carnet-transmettre:{facts['carnet_id']}")
    return message(words, asked, rows=((tell,), (CARNETS,), (MENU,)))


def _grown(facts: Facts) -> Message:
    words = _("A child whose carnet you read is 18 today: the carnet is closed to parents.")
    if not facts["alone"]:
        return message(words, rows=((CARNETS,), (MENU,)))
    help_ = _("To take it over, the young adult can contact us: we know of no e-mail address of theirs.")
    return message(words, help_, rows=((CONTACT_US,), (MENU,)))


def _plainly(*words: Words, rows: Rows = ((CARNETS,), (MENU,))) -> Callable[[Facts], Message]:
    return lambda _facts: message(*words, rows=rows)


def _vaccines_due(facts: Facts) -> Message:
    see = Button(_("See"), f"m:vaccins:{facts['carnet_id']}")
    return message(_("There is something new to see in a carnet de santé."), rows=((see,), (MENU,)))


CHAT: dict[str, Callable[[Facts], Message]] = {
    "carnet_invitation": _invitation,
    "carnet_asked": _asked,
    "carnet_accepted": _accepted,
    "carnet_declined": lambda facts: message(
        _("{who} has declined your invitation to share a carnet. Nothing is shared.", who=_who(facts)),
        rows=((CARNETS,), (MENU,)),
    ),
    "carnet_cancelled": _plainly(
        _("The invitation to share a carnet was cancelled by the parent who sent it.")
    ),
    "carnet_confirmed": _plainly(_("It is confirmed: the carnet is now open to you.")),
    "carnet_disowned": _plainly(
        _("The parent who sent the invitation did not recognise you: no carnet was opened."),
        _("If this is a mistake, ask them for a new invitation."),
    ),
    "carnet_stopped": lambda facts: message(
        _("{who} has ended the share of a carnet. It is closed to you from now on.", who=_who(facts)),
        rows=((CARNETS,), (MENU,)),
    ),
    "carnet_left": lambda facts: message(
        _("{who} no longer shares a carnet with you, at their own wish.", who=_who(facts)),
        rows=((CARNETS,), (MENU,)),
    ),
    "carnet_locked": _plainly(
        _(
            "Someone you invited gave a wrong birth date three times. To protect the child, nothing was opened."
        ),
        _("Check the address you invited. To share this carnet again, contact us."),
        rows=((CONTACT_US,), (CARNETS,), (MENU,)),
    ),
    "carnet_expired": _plainly(
        _("An invitation to share a carnet was not answered within 30 days. It is over."),
        _("You can send a new one from the carnet."),
    ),
    "carnet_held": lambda facts: message(
        _("The other parent has closed their account: you now hold a carnet too, and can share it."),
        rows=((Button(_("Open the carnet"), f"m:carnet:{facts['carnet_id']}"),), (MENU,)),
    ),
    "carnet_held_again": lambda facts: message(
        _("The other parent is back, and holds the carnet as before. You still read it."),
        rows=((Button(_("Open the carnet"), f"m:carnet:{facts['carnet_id']}"),), (MENU,)),
    ),
    "carnet_growing": _growing,
    "carnet_yours": lambda facts: message(
        _("You are 18: the carnet that your parents held is yours now. It is closed to them."),
        rows=((Button(_("Open the carnet"), f"m:carnet:{facts['carnet_id']}"),), (MENU,)),
    ),
    "form_sent": lambda facts: message(
        _("{who} has just sent a form that you had begun. You need not fill it in.", who=_who(facts)),
        rows=((Button(_("What was sent"), f"m:envoi:{facts['response_id']}.0.0"),), (MENU,)),
    ),
    "carnet_grown": _grown,
    "vaccines_due": _vaccines_due,
}
