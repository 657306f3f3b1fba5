"""Carnets de santé: those one reads, who shares each of them, and how a share ends."""

from collections.abc import Sequence

from conversations.carnet_words import age_words, full_name
from conversations.course import resume, start
from conversations.doors import HELP, MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.refusals import sentence
from handlers.visit import Screen, Visit
from locales import Words, _, last_day, plain
from portal import accounts, authorisations, bookmarks, carnets, followups
from portal.accounts import Me
from portal.authorisations import Access, Right, carnet_record
from portal.carnets import Carnet, CarnetUnknown, accepting, inviting, sharing
from portal.carnets.accepting import Asked
from portal.carnets.ages import age_on
from portal.carnets.model import UNSURE, WAITING
from portal.carnets.refusals import ShareUnknown
from portal.carnets.sharing import Partner
from portal.carnets.store import Invitation
from portal.errors import Refused

CARNETS = Button(_("‹ Carnets"), "m:carnets")
PREPARED_FROM = 17  # years of age from which handing over is offered


def listed(visit: Visit) -> None:
    """Show the carnets one reads, and the invitations that wait for an answer."""
    me = visit.admitted("carnets")
    if me is None:
        return None
    found, asked = carnets.of(visit.work, me.account_id), accepting.addressed_to(visit.work, me)
    unsure = accepting.to_confirm(visit.work, me)
    blocks = [Block("title", _("Carnets de santé")), *(_invited(one) for one in asked)]
    blocks += [Block("warning", _("{who} has accepted: say who it is.", who=who)) for _one, who in unsure]
    if not (found or asked or unsure):
        words = _(
            "You have no child's carnet here. A health professional opens one; another parent can share it."
        )
        blocks.append(Block("plain", words))
    rows: list[tuple[Button, ...]] = [
        (Button(_("Answer {who}", who=one.inviter), f"m:carnet-accepter:{one.invitation.id}"),)
        for one in asked
        if one.invitation.state == WAITING
    ]
    rows += [(Button(_("Say who {who} is", who=who), f"m:carnet-qui:{one.id}"),) for one, who in unsure]
    rows += [(Button(_face(visit, one), f"m:carnet:{one.id}"),) for one in found]
    return visit.show(Message(tuple(blocks), (*rows, (MENU, HELP))), account_id=me.account_id)


def _invited(one: Asked) -> Block:
    if one.invitation.state == UNSURE:
        return Block("note", _("{who} must still confirm that it is you.", who=one.inviter))
    return Block(
        "plain", _("{who} invites you to share the carnet of {name}.", who=one.inviter, name=one.child)
    )


def _face(visit: Visit, one: Carnet) -> Words:
    return plain("{name} · {age}", name=one.first_name, age=age_words(one.birth_date, visit.today))


def carnet(visit: Visit) -> None:
    """Show a carnet: the child, who holds and shares it, who is invited, and what can be done."""
    me = visit.admitted(f"carnet:{visit.argument}")
    if me is None:
        return None
    return shown(visit, me, visit.argument)


def shown(visit: Visit, me: Me, carnet_id: str, *notice: Words) -> None:
    """Show a carnet, with something to say above it."""
    access = visit.access(me, Right.READ, carnet_record(carnet_id))
    one = carnets.get(visit.work, carnet_id)
    if access is None or isinstance(one, CarnetUnknown):
        return None
    access.journal(visit.work, "carnet_seen")
    people = sharing.partners(visit.work, access)
    invited = _invitations(visit, me, access)
    hers = authorisations.subject_of(visit.work, access.record)
    blocks = [*(Block("plain", words) for words in notice), *_lines(visit, me, one, people)]
    if hers is not None and len(people) and hers not in [person.account_id for person in people]:
        blocks.append(Block("line", _your_own(one, own=hers == me.account_id)))
    blocks += [_waits(one, shown_email(me, one)) for one in invited or ()]
    if invited is not None and one.wrong_dates >= inviting.TRIES:
        blocks.append(
            Block(
                "warning", _("The birth date was told wrong three times: this carnet cannot be shared now.")
            )
        )
    followed = followups.followed(visit.work, access)
    rows = _doors(visit, me, one, people, invited, followed=followed)
    return visit.show(Message(tuple(blocks), rows), account_id=me.account_id)


def _your_own(one: Carnet, *, own: bool) -> Words:
    if own:
        return _("It is yours: you can hide a document from your parents, in its page.")
    return _("{name} has an access of their own to it", name=one.first_name)


def _invitations(visit: Visit, me: Me, access: Access) -> Sequence[Invitation] | None:
    """Return the invitations that stand; None to who does not hold the carnet."""
    holds = any(one.holds and one.account_id == me.account_id for one in sharing.partners(visit.work, access))
    hold = visit.access(me, Right.HOLD, access.record) if holds else None
    return inviting.standing(visit.work, hold) if hold is not None else None


def _lines(visit: Visit, me: Me, one: Carnet, people: Sequence[Partner]) -> list[Block]:
    title = _("Carnet de santé of {name}", name=one.first_name)
    lines: list[Words] = [age_words(one.birth_date, visit.today)]
    for person in people:
        who = (
            _("you") if person.account_id == me.account_id else full_name(person.first_name, person.last_name)
        )
        if person.holds:
            lines.append(_("Held by {who}", who=who))
        else:
            lines.append(_("Shared with {who}, since {date}", who=who, date=person.since.date()))
    return [Block("title", title), *(Block("line", line) for line in lines)]


def shown_email(me: Me, one: Invitation) -> str:
    """Return an invited address: whole to who is surely herself, else so that she knows which it is."""
    return one.email if me.full else accounts.email_hint(one.email)


def _waits(one: Invitation, email: str) -> Block:
    if one.state == UNSURE:
        return Block("warning", _("{email} has accepted: say whether it is the other parent.", email=email))
    return Block("note", _("Invited: {email}, until {date}", email=email, date=last_day(one.expires_at)))


def _doors(
    visit: Visit,
    me: Me,
    one: Carnet,
    people: Sequence[Partner],
    invited: Sequence[Invitation] | None,
    *,
    followed: bool,
) -> Rows:
    rows = [
        *(((Button(_("Follow-ups"), f"m:suivi-accueil:{one.id}"),),) if followed else ()),
        (Button(_("Documents"), f"m:documents:{one.id}"),),
        (Button(_("Vaccination calendar"), f"m:vaccins:{one.id}"),),
    ]
    if invited is not None:
        rows += [
            (
                Button(
                    _("Invitation: {email}", email=accounts.email_hint(sent.email)),
                    f"m:carnet-invitation:{sent.id}",
                ),
            )
            for sent in invited
        ]
        if len(people) - 1 + len(invited) < inviting.MOST:
            rows.append((Button(_("Share with the other parent"), f"m:carnet-partager:{one.id}"),))
        if age_on(one.birth_date, visit.today) >= PREPARED_FROM:
            rows.append((Button(_("Prepare the 18th birthday"), f"m:carnet-transmettre:{one.id}"),))
        if len(people) > 1:
            rows.append((Button(_("End the share"), f"m:carnet-arret:{one.id}"),))
    elif any(not person.holds and person.account_id == me.account_id for person in people):
        rows.append((Button(_("Leave this carnet"), f"m:carnet-arret:{one.id}"),))
    return (*rows, (CARNETS, MENU))


def stop(visit: Visit) -> None:
    """End a share: asked once with whom and whether, then at once."""
    carnet_id, account_id, sure = (*visit.argument.split("."), "", "")[:3]
    me = visit.admitted(f"carnet-arret:{carnet_id}")
    if me is None:
        return None
    access = visit.access(me, Right.READ, carnet_record(carnet_id))
    if access is None:
        return None
    people = sharing.partners(visit.work, access)
    holds = any(one.holds and one.account_id == me.account_id for one in people)
    others = [one for one in people if not one.holds and (holds or one.account_id == me.account_id)]
    chosen = [one for one in others if account_id in ("", one.account_id)]
    if sure == "oui" and account_id:
        return _stop(visit, me, access, account_id)
    if len(chosen) != 1:
        return _with_whom(visit, me, carnet_id, chosen)
    return _ask(visit, me, carnet_id, chosen[0], own=not holds)


def _with_whom(visit: Visit, me: Me, carnet_id: str, people: Sequence[Partner]) -> None:
    if not people:
        return shown(visit, me, carnet_id, _("This carnet is shared with nobody."))
    rows: Rows = tuple(
        (Button(full_name(one.first_name, one.last_name), f"m:carnet-arret:{carnet_id}.{one.account_id}"),)
        for one in people
    )
    back = (Button(_("‹ Back"), f"m:carnet:{carnet_id}"), MENU)
    blocks = (Block("plain", _("With whom do you want to end the share?")),)
    return visit.show(Message(blocks, (*rows, back)), account_id=me.account_id)


def _ask(visit: Visit, me: Me, carnet_id: str, one: Partner, *, own: bool) -> None:
    if own:
        words = _("Leave this carnet? It closes for you at once. The parent who holds it is told.")
        yes = _("Yes, leave it")
    else:
        who = full_name(one.first_name, one.last_name)
        words = _("End the share with {who}? The carnet closes for them at once. They are told.", who=who)
        yes = _("Yes, end it")
    rows: Rows = (
        (Button(yes, f"m:carnet-arret:{carnet_id}.{one.account_id}.oui"),),
        (Button(_("‹ Back"), f"m:carnet:{carnet_id}"), MENU),
    )
    visit.show(Message((Block("plain", words),), rows), account_id=me.account_id)


def _stop(visit: Visit, me: Me, access: Access, account_id: str) -> None:
    hold = access if account_id == me.account_id else visit.access(me, Right.HOLD, access.record)
    if hold is None:
        return None
    ended = sharing.stop(visit.work, hold, account_id)
    if isinstance(ended, Refused) and not isinstance(ended, ShareUnknown):  # it has ended already
        return visit.say(sentence(ended), rows=((CARNETS, MENU),))
    if account_id == me.account_id:
        return visit.say(_("You have left this carnet. It is closed to you."), rows=((CARNETS, MENU),))
    carnet_id = access.record.removeprefix(carnet_record(""))
    return shown(visit, me, carnet_id, _("It is done: the share has ended, and they are told."))


def hand_over(visit: Visit) -> None:
    """Begin to say at which address the child will be invited when she is of age."""
    me = visit.admitted(f"carnet-transmettre:{visit.argument}")
    access = visit.access(me, Right.HOLD, carnet_record(visit.argument)) if me else None
    if access is not None:
        begin(visit, "hand_over_carnet", access, {"carnet_id": visit.argument})


def begin(visit: Visit, form: str, access: Access, facts: dict[str, str]) -> None:
    """Begin a conversation about a carnet, or take it up where it was left."""
    begun = bookmarks.about(visit.work, str(visit.chat), form, access.record)
    if begun is not None and begun.data.get("facts") == facts:
        return resume(visit.work, visit.chat, begun)
    return start(
        visit.work, visit.chat, form, account_id=access.reader_id, subject=access.record, facts=facts
    )


SCREENS = (
    Screen("carnets", listed, ("carnets", "children"), _("Your children's carnets de santé")),
    Screen("carnet", carnet),
    Screen("carnet-arret", stop),
    Screen("carnet-transmettre", hand_over),
)
