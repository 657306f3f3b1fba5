"""The chat's own copies of a document that is kept now: removed or left, asked once and remembered."""

from collections.abc import Sequence

from conversations import stage
from conversations.form import Form
from conversations.questions import Toggle
from conversations.turn import Said, Turn, said
from locales import _
from portal import documents
from portal.mailroom import outbox

AT_ONCE = 100  # messages of one deletion, as Telegram takes them


def remove(turn: Turn, messages: Sequence[int]) -> None:
    """Take messages out of the chat, now."""
    for start in range(0, len(messages), AT_ONCE):
        facts = {"message_ids": list(messages[start : start + AT_ONCE])}
        outbox.put(turn.work, "telegram", str(turn.chat), "delete", facts)


delete_copies = Form(
    "delete_copies",
    Toggle(
        "delete",
        _("Remove what you sent from this chat?"),
        help=(_("It is in your record now. In any case it leaves this chat within two days."),),
        yes=_("Yes, always"),
        no=_("No"),
    ),
    title=_("Copies in this chat"),
    recap=False,
    later=_("Later"),
    kept=stage.PURGE_AFTER,
    left=said(_("They stay here for now, and leave this chat within two days.")),
)


@delete_copies.send
def send(turn: Turn) -> Said:
    """Remember what she likes, and do it."""
    account_id = turn.mark.account_id or ""
    habits = documents.habits(turn.work, account_id)._replace(delete_copies=turn["delete"])
    documents.set_habits(turn.work, account_id, habits)
    if not turn["delete"]:
        return said(_("It stays here until it is removed, within two days. You will not be asked again."))
    remove(turn, turn.facts["messages"])
    return said(_("What you sent is removed from this chat, and so it will be from now on."))
