"""What is said when the sharing of a carnet, or its calendar, says no: why, and what to do next."""

from locales import Sentence, _, n_

CARNETS: dict[str, Sentence] = {
    "carnet_unknown": _("There is no such carnet."),
    "no_child": _("A carnet is for a child under 18."),
    "own_address": _("This is your own address. Please write the other parent's."),
    "already_shared": _("The carnet is already shared with this person."),
    "already_invited": _(
        "An invitation to this address is waiting for an answer. You can send it again from the carnet."
    ),
    "too_many_parents": _(
        "A carnet is shared with {most} people at most, invitations included. Cancel an invitation or end a share first."
    ),
    "too_many_invitations": _("Many invitations have been sent. You can send another one from {until}."),
    "sent_just_now": _("The invitation has just left. You can send it again from {at}."),
    "grown_up": _("This child is of age now: the carnet can no longer be shared by a parent."),
    "too_young": _("A child has an access of their own from {from_age} years on."),
    "access_open": _("There is an access of their own to this carnet already."),
    "holder_only": _("Only the parent who holds this carnet can do that."),
    "holder_stays": _("The parent who holds the carnet cannot be removed from it."),
    "share_unknown": _(
        "This invitation is not valid any more. If a newer e-mail has come, open its link; else ask for a new one."
    ),
    "share_expired": _("This invitation is too old. Ask the parent who sent it for a new one."),
    "share_used": _("This invitation has been accepted already. You will find the carnet in /children."),
    "share_cancelled": _("This invitation was cancelled by the parent who sent it."),
    "share_declined": _("This invitation was declined. The other parent can send a new one."),
    "share_unconfirmed": _(
        "This invitation has been accepted. The parent who sent it must still confirm that it is the right person."
    ),
    "not_invited": _(
        "This invitation was sent to another address than that of your account. "
        "Ask the parent who sent it to invite the address of your account."
    ),
    "birth_date_missing": _("Please give the child's birth date first."),
    "carnet_locked": _(
        "The birth date was wrong three times. To protect the child, this carnet can no longer be shared for now. "
        "Contact us: we will look at it together."
    ),
    "dose_unknown": _("This vaccine is not in the calendar of this child."),
    "vaccine_date_invalid": _("Please give a day between the child's birth and today."),
}


def birth_date_wrong(left: int) -> Sentence:
    """Say how many tries are left for the child, whoever makes them."""
    return n_(
        "This is not the child's birth date. {n} try is left for this carnet.",
        "This is not the child's birth date. {n} tries are left for this carnet.",
        left,
    )
