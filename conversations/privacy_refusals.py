"""What is said when taking along, or leaving, says no: why, and what to do next."""

from locales import Sentence, _

PRIVACY: dict[str, Sentence] = {
    "export_under_way": _(
        "Your export is being prepared. Please wait until it is here: it takes a few minutes."
    ),
    "export_unknown": _(
        "This export is not here any more: it is kept for a day. You can ask for a new one in the chat."
    ),
    "already_left": _("This account is closed already. It is erased on {erase_at}."),
    "erasure_held": _("The law asks us to keep this record until {until}. It is erased after that day."),
    "not_held": _("The law does not keep this record."),
    "hold_over": _("Please give a day that is to come."),
}
