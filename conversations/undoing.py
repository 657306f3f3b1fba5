"""What a link that undoes a change says before it acts, on its page and in the chat."""

from locales import Words, _
from portal.accounts import UndoOpened


def told(opened: UndoOpened) -> Words:
    """Say what was changed, and when; what comes back is only hinted at."""
    if opened.kind == "email":
        return _(
            "On {at}, the e-mail address of your MaSanté account was changed. Before, it was {hint}.",
            at=opened.changed_at,
            hint=opened.hint,
        )
    return _(
        "On {at}, the phone number of your MaSanté account was changed. Before, it was {hint}.",
        at=opened.changed_at,
        hint=opened.hint,
    )


def consequences() -> tuple[Words, ...]:
    """Say what undoing it means."""
    return (
        _("If it was not you, undo it: address and number are put back as they were then."),
        _(
            "Then everyone is signed out, any authenticator app is removed, and you choose a new password by e-mail."
        ),
    )
