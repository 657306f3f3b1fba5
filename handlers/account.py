"""My account: how this chat is linked, since when, agreed to what; its rooms, and the ways out."""

from conversations.consenting import REMINDER, VERSION
from conversations.doors import HELP, MENU, SIGN_IN
from conversations.messages import Block, Button, Message, Rows, message
from conversations.stage import close_all
from handlers.visit import Screen, Visit, refused
from locales import Sentence, Words, _
from portal import accounts
from portal.accounts import AccountFacts, LinkFacts, Me
from portal.errors import Refused
from portal.phones import written

SHOWN = 10
WITHDRAW = Button(_("Withdraw my agreement"), "m:compte-retirer")
BACK = (Button(_("‹ My account"), "m:compte"), MENU)
ENDS = {
    "moved": _("moved to another Telegram account"),
    "replaced": _("replaced"),
    "patient": _("unlinked by you"),
    "operator": _("unlinked by your care team"),
    "undone": _("ended: a change of address or number was undone"),
    "left": _("ended as you unsubscribed"),
}


def account(visit: Visit) -> None:
    """Show the account, or the way to it."""
    me = visit.me
    if me is None:
        return _stranger(visit)
    shown = accounts.show(visit.work, me.account_id)
    if isinstance(shown, Refused):
        return refused(visit, shown)
    rows = (
        (Button(_("Security"), "m:compte-securite"),),
        (Button(_("Preferences"), "m:compte-preferences"),),
        (Button(_("My identity, people to notify"), "m:identite"),),
        (Button(_("History"), "m:compte-historique"),),
        (Button(_("My data and this chat"), "m:compte-donnees"),),
        (MENU,),
    )
    return visit.show(
        Message((Block("title", _("My account")), *_facts(visit, me, shown)), rows), account_id=me.account_id
    )


def _stranger(visit: Visit) -> None:
    rows: Rows = ((SIGN_IN,), (Button(_("I forgot my password"), "m:go:reset_password"),), (HELP,))
    if visit.agreed:
        rows = (*rows, (WITHDRAW,))
    return visit.say(_("This chat is not linked to an account."), rows=rows)


def _facts(visit: Visit, me: Me, shown: AccountFacts) -> tuple[Block, ...]:
    strength = _("by a code from your phone") if me.strength == "full" else _("by a code sent by e-mail")
    lines: tuple[Words, ...] = (
        _("E-mail: {email}", email=shown.email if me.full else accounts.email_hint(shown.email)),
        _("Phone: {phone}", phone=written(shown.phone) if me.full else accounts.phone_hint(shown.phone)),
        _("Confirmed {how}", how=strength if me.fresh else _("too long ago: a code will be asked")),
        _("Health in this chat: agreed") if visit.agreed else _("Health in this chat: not agreed"),
    )
    return tuple(Block("line", line) for line in lines)


def history(visit: Visit) -> None:
    """Show what can be looked back on."""
    rows: Rows = (
        (Button(_("Who saw what"), "m:journal"),),
        (Button(_("History of links"), "m:compte-liens"),),
        (Button(_("Emergency access"), "m:urgences"),),
        BACK,
    )
    visit.say(_("What would you like to look back on?"), rows=rows) if visit.me else account(visit)


def mine(visit: Visit) -> None:
    """Show what can be done with the record as a whole, and with this chat."""
    if visit.me is None:
        return account(visit)
    agreed, not_agreed = _("Health in this chat: agreed"), _("Health in this chat: not agreed")
    rows: Rows = (
        (Button(_("Take my data along"), "m:export"),),
        (WITHDRAW if visit.agreed else REMINDER,),
        (Button(_("Unlink this chat"), "m:compte-delier"),),
        (Button(_("Unsubscribe"), "m:desinscription"),),
        BACK,
    )
    return visit.show(
        message(agreed if visit.agreed else not_agreed, title=_("My data and this chat"), rows=rows),
        account_id=visit.me.account_id,
    )


def links(visit: Visit) -> None:
    """Show the history of links and unlinks, the latest first."""
    if visit.me is None:
        return account(visit)
    history = accounts.history(visit.work, visit.me.account_id)[:SHOWN]
    lines = tuple(Block("plain", _line(visit, one)) for one in history)
    return visit.show(
        Message((Block("title", _("History of links")), *lines), (BACK,)), account_id=visit.me.account_id
    )


def _line(visit: Visit, one: LinkFacts) -> Sentence:
    chat = _("this chat") if one.chat_id == visit.chat else _("another Telegram account")
    if one.ended_at is None:
        return _("Since {start}: {chat}, linked", start=one.linked_at, chat=chat)
    why = ENDS.get(one.end_reason or "", _("ended"))
    return _(
        "From {start} to {end}: {chat}, {why}", start=one.linked_at, end=one.ended_at, chat=chat, why=why
    )


def withdraw(visit: Visit) -> None:
    """Withdraw the agreement: nothing about health is asked or shown any more."""
    accounts.withdraw(visit.work, visit.chat, visit.me.account_id if visit.me else None, VERSION)
    if visit.me:
        close_all(visit.work, visit.chat, visit.me.account_id)
    visit.tapped = None  # the screen that was tapped leaves the chat with the rest
    words = _("Your agreement is withdrawn. Nothing about your health will be asked or shown here.")
    visit.say(words, rows=((REMINDER,), (MENU, HELP)))


def unlink(visit: Visit) -> None:
    """Ask once, then unlink this chat."""
    if visit.me is None:
        return account(visit)
    if visit.argument != "oui":
        words = _(
            "Unlink this chat? Your record stays with your care team; you can link a chat again by signing in."
        )
        rows = ((Button(_("Yes, unlink"), "m:compte-delier:oui"),), BACK)
        return visit.show(message(words, rows=rows))
    close_all(visit.work, visit.chat, visit.me.account_id)
    done = accounts.unlink(visit.work, "patient", chat_id=visit.chat)
    if isinstance(done, Refused):
        return refused(visit, done)
    visit.tapped = None  # the screen that was tapped leaves the chat with the rest
    return visit.say(_("This chat is no longer linked to your account."), rows=((SIGN_IN, HELP),))


SCREENS = (
    Screen("compte", account, ("compte", "account"), _("Your account")),
    Screen("compte-historique", history),
    Screen("compte-liens", links),
    Screen("compte-donnees", mine),
    Screen("compte-retirer", withdraw),
    Screen("compte-delier", unlink),
)
