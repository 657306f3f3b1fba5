"""Invitations to a carnet: sent, sent again, corrected, cancelled; followed by link, accepted, declined, confirmed."""

from conversations.carnet_notices import who_is_it
from conversations.course import resume, start
from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.refusals import sentence
from handlers.carnets import CARNETS, begin, shown, shown_email
from handlers.visit import Screen, Visit
from locales import Day, Words, _, last_day
from portal import authorisations, bookmarks
from portal.accounts import Me
from portal.authorisations import Access, Right, carnet_record
from portal.carnets import accepting, entering, inviting, store, telling
from portal.carnets.entering import FirstConnection, NewAccount, SignIn
from portal.carnets.model import UNSURE
from portal.carnets.refusals import HolderOnly, ShareUnknown
from portal.carnets.store import Invitation
from portal.errors import Refused
from portal.mailroom import slots

LINK = "c-"  # a deep link of an invitation to a carnet begins so


def share(visit: Visit) -> None:
    """Begin to share a carnet."""
    me = visit.surely(f"carnet-partager:{visit.argument}")
    if me is None:
        return None
    if not visit.argument:
        return start(visit.work, visit.chat, "share_carnet", account_id=me.account_id)
    access = _hold(visit, me, visit.argument)
    return None if access is None else begin(visit, "share_carnet", access, {"carnet_id": visit.argument})


def _hold(visit: Visit, me: Me, carnet_id: str) -> Access | None:
    """Return the access of who holds a carnet; who only shares it is told who may do this."""
    record = carnet_record(carnet_id)
    access = authorisations.require(visit.work, me, Right.HOLD, record)
    if isinstance(access, Access):
        return access
    reads = me.account_id in authorisations.readers(visit.work, record)
    visit.say(sentence(HolderOnly() if reads else access), rows=((CARNETS, MENU),))
    return None


def _mine(visit: Visit, then: str, *, surely: bool = False) -> tuple[Me, Access, Invitation] | None:
    """Return an invitation that this person has sent and that stands; or say why not, and None."""
    me = visit.surely(then) if surely else visit.admitted(then)
    if me is None:
        return None
    sent = store.get(visit.work, visit.argument)
    access = _hold(visit, me, sent.carnet_id) if sent else None
    if access is None:
        if sent is None:
            _no(visit, ShareUnknown())
        return None
    one = inviting.look_at(visit.work, access, visit.argument)
    if isinstance(one, Refused):
        shown(
            visit,
            me,
            access.record.removeprefix(carnet_record("")),
            _("This invitation no longer waits for an answer."),
        )
        return None
    return me, access, one


def _no(visit: Visit, why: Refused) -> None:
    visit.say(sentence(why), rows=((CARNETS, MENU),))


def invitation(visit: Visit) -> None:
    """Show an invitation that was sent, and what can be done about it."""
    found = _mine(visit, f"carnet-invitation:{visit.argument}")
    if found is None:
        return None
    me, _access, one = found
    email = shown_email(me, one)
    if one.state == UNSURE:
        return _confirming(visit, me, one, email)
    words = (
        _("Invited: {email}, until {date}", email=email, date=last_day(one.expires_at)),
        _("Sent on {date}. Nobody has accepted yet.", date=Day(one.sent_at)),
    )
    rows: Rows = (
        (Button(_("Send it again"), f"m:carnet-renvoyer:{one.id}"),),
        (Button(_("Correct the address"), f"m:carnet-corriger:{one.id}"),),
        (Button(_("Cancel the invitation"), f"m:carnet-annuler:{one.id}"),),
        (Button(_("‹ Back"), f"m:carnet:{one.carnet_id}"), MENU),
    )
    blocks = (Block("title", _("Invitation to a carnet")), *(Block("plain", line) for line in words))
    return visit.show(Message(blocks, rows), account_id=me.account_id)


def who(visit: Visit) -> None:
    """Ask the inviting parent who it is that has accepted; also when the child is of age and she reads no more."""
    me = visit.admitted(f"carnet-qui:{visit.argument}")
    if me is not None:
        found = (one for one, _name in accepting.to_confirm(visit.work, me) if one.id == visit.argument)
        one = next(found, None)
        _no(visit, ShareUnknown()) if one is None else _confirming(visit, me, one, shown_email(me, one))


def _confirming(visit: Visit, me: Me, one: Invitation, email: str) -> None:
    words, question = who_is_it(one.kind, accepting.who(visit.work, one), email)
    rows: Rows = (
        (Button(_("Yes, it is"), f"m:carnet-oui:{one.id}"),),
        (Button(_("No, I do not know this person"), f"m:carnet-non:{one.id}"),),
        (CARNETS, MENU),
    )
    visit.show(Message((Block("plain", words), Block("plain", question)), rows), account_id=me.account_id)


def resend(visit: Visit) -> None:
    """Send an invitation again."""
    found = _mine(visit, f"carnet-renvoyer:{visit.argument}", surely=True)
    if found is not None:
        me, access, one = found
        sent = inviting.resend(visit.work, me, access, one.id)
        done = _("The invitation is sent again. The link of the earlier e-mail no longer works.")
        shown(visit, me, one.carnet_id, sentence(sent) if isinstance(sent, Refused) else done)


def correct(visit: Visit) -> None:
    """Begin to invite another address in place of the one that was wrong."""
    found = _mine(visit, f"carnet-corriger:{visit.argument}", surely=True)
    if found is not None:
        _me, access, one = found
        begin(visit, "share_carnet", access, {"carnet_id": one.carnet_id, "instead_of": one.id})


def cancel(visit: Visit) -> None:
    """Cancel an invitation, at once."""
    found = _mine(visit, f"carnet-annuler:{visit.argument}")
    if found is not None:
        me, access, one = found
        ended = inviting.cancel(visit.work, access, one.id)
        done = _("The invitation is cancelled. Its link no longer works.")
        shown(visit, me, one.carnet_id, sentence(ended) if isinstance(ended, Refused) else done)


def followed(visit: Visit, token: str) -> None:
    """Answer the link of an invitation: accept it, sign in first, or open an account for it."""
    found = accepting.by_link(visit.work, token)
    if isinstance(found, Refused):
        return _no(visit, found)
    visit.argument = found.id
    if visit.me is not None:
        return accept(visit)
    then = f"carnet-accepter:{found.id}"
    match entering.enter(visit.work, visit.chat, found):
        case NewAccount():
            return start(visit.work, visit.chat, "open_carnet_account", subject=found.id,
                         facts={"invitation_id": found.id})  # fmt: skip
        case SignIn():
            return start(visit.work, visit.chat, "link_account", facts={"then": then})
        case FirstConnection(opened):
            facts = {"invitation_id": opened.invitation_id, "account_id": opened.account_id, "first": True}
            return start(visit.work, visit.chat, "link_account", facts={**facts, "then": then})


def accept(visit: Visit) -> None:
    """Begin to answer an invitation, or take it up again."""
    me = visit.surely(f"carnet-accepter:{visit.argument}")
    if me is None:
        return None
    asked = accepting.asked(visit.work, me, visit.argument)
    if isinstance(asked, Refused):
        return _no(visit, asked)
    subject = asked.invitation.id
    _take_offer_away(visit, subject)
    begun = bookmarks.about(visit.work, str(visit.chat), "accept_carnet", subject)
    if begun is not None:
        return resume(visit.work, visit.chat, begun)
    return start(visit.work, visit.chat, "accept_carnet", account_id=me.account_id, subject=subject,
                 facts={"invitation_id": subject})  # fmt: skip


def _take_offer_away(visit: Visit, invitation_id: str) -> None:
    """Take the message that offers an invitation away: it is being answered, below."""
    if slots.standing(visit.work, str(visit.chat), telling.slot(invitation_id)) is not None:
        telling.retire(visit.work, visit.chat, telling.slot(invitation_id))


def decline(visit: Visit) -> None:
    """Decline an invitation."""
    me = visit.admitted(f"carnet-refuser:{visit.argument}")
    if me is None:
        return None
    declined = accepting.decline(visit.work, me, visit.argument)
    if isinstance(declined, Refused):
        return _no(visit, declined)
    _take_offer_away(visit, visit.argument)
    return visit.say(
        _("Understood. Nothing is shared, and the other parent is told."), rows=((CARNETS, MENU),)
    )


def yes(visit: Visit) -> None:
    """Confirm that who accepted is the other parent."""
    me = visit.surely(f"carnet-oui:{visit.argument}")
    if me is not None:
        _confirmed(visit, me, right=True)


def no(visit: Visit) -> None:
    """Say that who accepted is a stranger."""
    me = visit.admitted(f"carnet-non:{visit.argument}")
    if me is not None:
        _confirmed(visit, me, right=False)


def _confirmed(visit: Visit, me: Me, *, right: bool) -> None:
    one = accepting.confirm(visit.work, me, visit.argument, right=right)
    if isinstance(one, Refused):
        return _no(visit, one)
    done: Words = _("Thank you. The carnet is now shared.")
    if not right:
        done = _("Thank you. Nothing was opened. You can invite the other parent again at the right address.")
    if me.account_id in authorisations.readers(visit.work, one.record):
        return shown(visit, me, one.carnet_id, done)
    return visit.say(done, rows=((CARNETS, MENU),))


SCREENS = (
    Screen("carnet-partager", share),
    Screen("carnet-invitation", invitation),
    Screen("carnet-renvoyer", resend),
    Screen("carnet-corriger", correct),
    Screen("carnet-annuler", cancel),
    Screen("carnet-accepter", accept),
    Screen("carnet-refuser", decline),
    Screen("carnet-qui", who),
    Screen("carnet-oui", yes),
    Screen("carnet-non", no),
)
