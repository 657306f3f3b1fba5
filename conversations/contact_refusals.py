"""What is said when an address, a number, a password or a place cannot be the new one, or cannot come back."""

from locales import Sentence, _

CONTACTS: dict[str, Sentence] = {
    "code_not_yet": _(
        "A code has just served for something else. From {at} on, tap a button below to get the next one."
    ),
    "email_accented": _("An e-mail address has no accent before the @. Please check it."),
    "email_unchanged": _("This is already the address of your account. Please write the new one."),
    "phone_unchanged": _("This is already the number of your account. Please write the new one."),
    "password_wrong": _("This is not your password. Please try again, or use a code."),
    "password_unchanged": _("This is the password you have now. Please choose another one."),
    "contacts_held": _(
        "Your password was chosen anew by e-mail a short time ago. To be safe, address and number can be changed from "
        "{until} on. If you cannot wait, contact us."
    ),
    "undo_unknown": _("This link is not valid. Please open it from the e-mail once more, or contact us."),
    "undo_expired": _("This link is too old: the change can no longer be undone by it. Please contact us."),
    "undo_used": _("This change was undone already. If something is still wrong, please contact us."),
    "place_unknown": _("I found no such place. Write the country, or the nearest large city."),
}
