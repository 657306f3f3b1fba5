"""Take my data along: all of my record in one file, locked with a password shown once."""

from conversations import owning
from conversations.form import Form
from conversations.questions import Choice, Option
from conversations.turn import Next, Said, Turn, said
from locales import _
from portal import authorisations, privacy
from portal.authorisations import Access, NoRight, Right, patient_record
from portal.errors import Refused

HOLDS = _(
    "Your export holds who you are, your follow-ups and answers, your documents, the carnets you hold, and who did what "
    "with all of it."
)
HOW = _(
    "It comes here as a ZIP file, locked with a password that I show you once. Keep both in safe places: who has both "
    "can read everything."
)


def first(turn: Turn) -> Next | Refused | None:
    """Go on only with who has just proven who she is; where she is about to leave is not forgotten meanwhile."""
    return owning.before(turn, f"export:{turn.facts.get('leaving') or ''}", full=True)


export_my_data = Form(
    "export_my_data",
    Choice(
        "sure",
        _("Shall I prepare your export?"),
        intro=(HOLDS, HOW),
        help=(
            _("To open it: 7-Zip on Windows, Keka or The Unarchiver on a Mac, ZArchiver or iZip on a phone."),
        ),
        offers=(Option("yes", _("Prepare my export")),),
    ),
    title=_("Take my data along"),
    recap=False,
    first=first,
    left=said(_("Nothing was prepared.")),
)


@export_my_data.send
def send(turn: Turn) -> Said | Refused:
    """Have it made; it arrives in the chat by itself."""
    if turn.me is None:
        return NoRight()
    record = patient_record(turn.me.account_id)
    access = authorisations.require(turn.work, turn.me, Right.HOLD, record)
    if not isinstance(access, Access):
        return access
    asked = privacy.ask(turn.work, turn.chat, turn.me, access, turn.facts.get("leaving"))
    if isinstance(asked, Refused):
        return asked
    return said(
        _("I am preparing your export. It takes a few minutes, and arrives here by itself."),
        _("You can do something else meanwhile."),
    )
