"""What is said when a message to support cannot leave: why, and what to do instead."""

from locales import Sentence, _

SUPPORT: dict[str, Sentence] = {
    "too_many_messages": _(
        "You have written to us several times today. We read every message. You can write again from {until}."
    ),
    "support_away": _("Messages cannot leave from here at the moment. Please call us, or write later."),
    "subject_too_long": _("Please say in {most} characters at most what it is about."),
}
