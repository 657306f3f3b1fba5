"""Stand-in until the conversation that adds a document comes: says so."""

from conversations.form import Form
from conversations.turn import Said, Turn, said
from locales import _

add_document = Form("add_document", title=_("Add a document"), recap=False)


@add_document.send
def send(_turn: Turn) -> Said:
    """Say that it is not there yet."""
    return said(_("Add a document"))
