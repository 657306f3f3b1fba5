"""What to do at once, when an answer matters to the care team's rules: said to the patient as soon as it is sent."""

from conversations.messages import Block
from locales import Words, _
from portal.followups import Alarm

TOLD = _(
    "Your care team has been told. Do not wait for them to call you: nobody reads this chat around the clock."
)
ALONE = _("Please call: nobody reads this chat around the clock.")


def what_to_do(alarm: Alarm, child: str | None = None) -> tuple[Block, ...]:
    """Say whom to call, in which order (for which child, if for one); then the team's words, and what it knows already.

    Never that all is well, nor what is wrong: whoever judges that is a person.
    """
    about = (Block("title", _("This is for your child, {name}:", name=child)),) if child else ()
    return (
        *about,
        Block("warning", _call(alarm)),
        *(Block("plain", text) for text in alarm.texts),
        Block("plain", TOLD if alarm.told else ALONE),
    )


def _call(alarm: Alarm) -> Words:
    match alarm.severity, alarm.phone:
        case "high", "":
            return _(
                "Please talk to a doctor now about what you have just told us. If you cannot reach one, or if it "
                "gets worse, call 15 (or 112)."
            )
        case "high", phone:
            return _(
                "Please call your care team now: {phone}. If nobody answers, or if it gets worse, call 15 (or 112).",
                phone=phone,
            )
        case _, "":
            return _(
                "Please talk to your care team or your doctor today about what you have just told us. If it gets "
                "worse, call 15 (or 112)."
            )
        case _, phone:
            return _(
                "Please call your care team today: {phone}. If it gets worse, call 15 (or 112).", phone=phone
            )
