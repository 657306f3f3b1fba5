"""The menu, the welcome, and what to say to words nobody expected."""

from collections.abc import Sequence

from conversations import engine, for_whom
from conversations.contact_letters import UNDO
from conversations.course import put_aside, resume, start
from conversations.doors import CONTACT_US, HELP, SIGN_IN
from conversations.form import Form
from conversations.messages import Block, Button, message, to_json
from conversations.suggested import START
from handlers import sharing, undoing
from handlers.professionals import actors
from handlers.visit import SLOT, Screen, Visit, refused
from locales import Words, _, n_
from portal import accounts, bookmarks, documents, followups, identity
from portal.accounts import InvitationOpened, ResetProof
from portal.authorisations import Right
from portal.bookmarks import CLOSED, PARKED, Bookmark
from portal.followups import due_now
from portal.mailroom import outbox

RESET = "r-"  # a deep link of a reset e-mail begins so; an invitation's token does not
WELCOME = _("Hello. I am MaSanté: your link with your care team, on Telegram.")
INVITED = _(
    "Has your care team invited you? Open the link in their e-mail. If you already have an account, sign in."
)

FORM, HOME = "fill_follow_up", "m:suivi-accueil"
FOLLOW_UP, DOCUMENTS = Button(_("My follow-up"), "m:suivi"), Button(_("My documents"), "m:documents")
CARNETS, ACTORS = Button(_("Carnets de santé"), "m:carnets"), Button(_("My professionals"), "m:acteurs")
ACCOUNT, LANGUAGE = Button(_("My account"), "m:compte"), Button(_("Language"), "m:langue")
ROOMS = (FOLLOW_UP, DOCUMENTS, CARNETS, ACTORS, ACCOUNT, LANGUAGE)

BEGUN = _("You had begun this one. To begin another, tap Stop, then Erase.")


def welcome(visit: Visit) -> None:
    """Answer /start: a link opens what it is for, an invitation its conversation; else the menu."""
    if visit.argument == START:
        visit.argument = ""
        return actors(visit)
    if visit.argument:
        kind = visit.argument[:2]
        return LINKS.get(kind, _invited)(visit, visit.argument.removeprefix(kind if kind in LINKS else ""))
    if (
        visit.me is None
        and (mark := bookmarks.active(visit.work, str(visit.chat)))
        and mark.form == "link_account"
    ):
        engine.again(visit.work, visit.chat)
        return None
    return menu(visit)


def _invited(visit: Visit, token: str) -> None:
    opened = accounts.open_invitation(visit.work, visit.chat, token)
    if not isinstance(opened, InvitationOpened):
        return refused(visit, opened)
    facts = {
        "invitation_id": opened.invitation_id,
        "account_id": opened.account_id,
        "first": opened.first_connection,
    }
    return start(visit.work, visit.chat, "link_account", facts=facts)


def _reset(visit: Visit, token: str) -> None:
    proof = accounts.prove_reset(visit.work, visit.chat, token)
    if not isinstance(proof, ResetProof):
        return refused(visit, proof)
    facts = {"reset_id": proof.reset_id, "account_id": proof.account_id, "by_link": True}
    return start(visit.work, visit.chat, "reset_password", facts=facts)


def menu(visit: Visit) -> None:
    """Show what can be done here; a conversation under way is put aside and offered."""
    put_aside(visit.work, visit.chat)
    put_by = [one for one in bookmarks.parked(visit.work, str(visit.chat)) if one.form in Form.known]
    parked = _offers(visit, put_by)
    if visit.me is None:
        return visit.show(message(WELCOME, INVITED, rows=(*parked, (SIGN_IN,), (HELP, LANGUAGE))))
    begun = [followups.occurrence_of(mark.subject or "") for mark in put_by if mark.form == FORM]
    return visit.show(
        message(*_greeting(visit), rows=(*parked, *_doors(visit, begun))), account_id=visit.me.account_id
    )


def _greeting(visit: Visit) -> tuple[Words, ...]:
    name = identity.first_name(visit.work, visit.me.account_id) if visit.me else ""
    return (_("Hello {name}. What would you like to do?", name=name),)


def _doors(visit: Visit, begun: Sequence[str] = ()) -> tuple[tuple[Button, ...], ...]:
    """Return the rooms; forms of the day that are `begun` stand above and are not counted again."""
    waiting = due_now(visit.work, visit.me.account_id, begun) if visit.me and visit.agreed else 0
    follow = Button(_("My follow-up ({n} to fill in)", n=waiting), "m:suivi") if waiting else FOLLOW_UP
    follow = follow._replace(data=HOME) if begun and not waiting else follow
    new = documents.unread(visit.work, visit.me.account_id) if visit.me and visit.agreed else 0
    mine = n_("My documents · {n} new", "My documents · {n} new", new) if new else DOCUMENTS.label
    looking_back = ((Button(_("My earlier answers"), HOME),),) if waiting else ()
    return (
        (follow,),
        *looking_back,
        (Button(mine, "m:documents"),),
        (CARNETS,),
        (ACTORS,),
        (ACCOUNT, HELP),
        (LANGUAGE,),
    )


def _offers(visit: Visit, parked: Sequence[Bookmark]) -> list[tuple[Button, ...]]:
    """Offer to go on with what was put aside; two forms of the day are told apart by their titles."""
    forms = [mark.subject for mark in parked if mark.form == FORM]
    named = _titles(visit) if len(forms) > 1 else {}
    return [_offer(mark, named.get(mark.subject or "") or Form.known[mark.form].title) for mark in parked]


def _offer(mark: Bookmark, title: Words) -> tuple[Button, ...]:
    return (Button(_("Continue: {title}", title=title), f"b:{mark.id}:{mark.turn}:resume"),)


def _titles(visit: Visit) -> dict[str, str]:
    """Return the titles of her open forms, by occurrence: health data, so only where it may be shown now."""
    if visit.me is None or not visit.agreed or not visit.me.fresh:
        return {}
    mine = for_whom.mine(visit.work, visit.me, Right.FILL_IN)
    return {
        one.subject: whose.titled(one.title)
        for whose in mine
        for one in followups.due(visit.work, whose.access)
    }


def cancel(visit: Visit) -> None:
    """Put the conversation under way aside, or say that there is none."""
    if not engine.leave(visit.work, visit.chat):
        visit.say(_("There is nothing to cancel."))


def unexpected(visit: Visit, said: Words | None, *more: Words, once: str | None = None) -> None:
    """Answer words or things that nobody asked for: what is `said` of them, what can be done, a way to a human.

    `once`: the album this belongs to; it is answered once.
    """
    words = said or _(
        "I can't answer this in words yet. Here is what I can do for you. In an emergency, call 15 (or 112)."
    )
    doors = _doors(visit) if visit.me else ((SIGN_IN,), (HELP, LANGUAGE))
    shown = message(words, *more, rows=(*doors, (CONTACT_US,)))
    if once is None:
        return visit.show(shown)
    key, facts = f"album:{visit.chat}:{once}"[:120], {"message": to_json(shown), "fresh": True}
    outbox.put(visit.work, "telegram", str(visit.chat), "show", facts, slot=SLOT, key=key)
    return None


def go(visit: Visit) -> None:
    """Start one of the conversations that anyone may start from a button."""
    name = visit.argument
    if name not in OPEN_TO_ALL and visit.me is None:
        return visit.say(_("Please sign in first."), rows=((SIGN_IN, HELP),))
    if name not in OPEN_TO_ALL | FOR_THE_LINKED:
        return menu(visit)
    if name in OF_HEALTH and visit.health(OF_HEALTH[name], f"go:{name}") is None:
        return None
    begun = bookmarks.about(visit.work, str(visit.chat), name, None) if Form.known[name].lasting else None
    if begun is not None and begun.expires_at > visit.work.now:
        kept = begun.state == PARKED and (begun.data["answers"] or begun.data.get("gathered"))
        return resume(visit.work, visit.chat, begun, Block("plain", BEGUN) if kept else None)
    account_id = visit.me.account_id if visit.me else None
    return start(
        visit.work, visit.chat, name, account_id=account_id, facts={"account_id": account_id, "then": "menu"}
    )


def take_up(visit: Visit) -> None:
    """Go on with a conversation where it was left, once what had to come first is done."""
    mark = bookmarks.get(visit.work, str(visit.chat), visit.argument[:16])
    if mark is None or mark.state == CLOSED:
        return menu(visit)
    return resume(visit.work, visit.chat, mark)


# Deep links, by how they begin.
LINKS = {RESET: _reset, sharing.LINK: sharing.followed, UNDO: undoing.followed}
OPEN_TO_ALL = {"link_account", "reset_password", "consent", "contact_us"}
OF_HEALTH = {"add_document": Right.DEPOSIT}
OF_THE_ACCOUNT = {"change_email", "change_phone", "change_password", "change_timezone"}
FOR_THE_LINKED = {"confirm_code", "add_authenticator", *OF_THE_ACCOUNT, *OF_HEALTH}

SCREENS = (
    Screen("start", welcome, ("start",), _("Begin")),
    Screen("menu", menu, ("menu",), _("What you can do here")),
    Screen("annuler", cancel, ("annuler", "cancelar", "cancel"), _("Leave what you are doing")),
    Screen("go", go),
    Screen("reprendre", take_up),
)
