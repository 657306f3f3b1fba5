"""A visit: someone opens a screen of the bot (by command or by button), it shows, and it ends at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

from conversations.consenting import REMINDER, VERSION
from conversations.course import start
from conversations.doors import HELP, MENU, SIGN_IN
from conversations.events import Tapped
from conversations.messages import Button, Message, message, to_json
from conversations.opened_document import DOCUMENTS, ENDED
from conversations.refusals import sentence
from locales import Words, _
from portal import accounts, authorisations
from portal.accounts import Me
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.mailroom import outbox, slots
from portal.work import Work

SLOT = "screen"


@dataclass
class Visit:
    """One screen asked for: the transaction, the chat, what was tapped, and what follows the command."""

    work: Work
    chat: int
    tapped: Tapped | None = None
    argument: str = ""

    @cached_property
    def me(self) -> Me | None:
        """Who this chat is linked to."""
        return accounts.me(self.work, self.chat, self.work.policy.fresh_for)

    @property
    def agreed(self) -> bool:
        """Whether this person agrees to speak of health here."""
        return accounts.has_consented(self.work, self.chat, VERSION)

    @property
    def today(self) -> date:
        """The day it is for this person."""
        return self.work.now.astimezone(ZoneInfo(accounts.reader(self.work, self.chat).timezone)).date()

    def show(self, shown: Message, *, account_id: str | None = None, slot: str = SLOT) -> None:
        """Show a screen: in place of the one that was tapped, else below."""
        chat = str(self.chat)
        standing = slots.standing(self.work, chat, slot)
        in_place = (
            self.tapped is not None and standing is not None and standing.message_id == self.tapped.message_id
        )
        facts = {"message": to_json(shown), "fresh": not in_place}
        outbox.put(self.work, "telegram", chat, "show", facts, slot=slot, account_id=account_id)

    def say(self, *words: Words, rows: tuple[tuple[Button, ...], ...] = ((MENU,),)) -> None:
        """Show a screen of plain paragraphs."""
        self.show(message(*words, rows=rows))

    def admitted(self, then: str) -> Me | None:
        """Return who asks, if health may be shown here now; or say what must come first, and None."""
        if self.me is None:
            self.say(
                _("What concerns your health is here once this chat is linked to your account."),
                rows=((SIGN_IN, HELP),),
            )
            return None
        if not self.agreed:
            self.say(
                _("Nothing about your health is shown here, as long as you do not agree to it."),
                rows=((REMINDER,), (MENU,)),
            )
            return None
        if not self.me.fresh:
            start(self.work, self.chat, "confirm_code", account_id=self.me.account_id,
                  facts={"account_id": self.me.account_id, "then": then})  # fmt: skip
            return None
        accounts.touch(self.work, self.me)
        return self.me

    def surely(self, then: str) -> Me | None:
        """Return who asks, if a code from her phone is fresh; or say what must come first, and None."""
        me = self.admitted(then)
        if me is None or me.full:
            return me
        start(self.work, self.chat, "confirm_code", account_id=me.account_id,
              facts={"account_id": me.account_id, "then": then, "full": True})  # fmt: skip
        return None

    def health(self, right: Right, then: str, record: str | None = None) -> Access | None:
        """Return the access to a record, the person's own where none is named; or say what must come first, and None."""
        me = self.admitted(then)
        return self.access(me, right, record or authorisations.patient_record(me.account_id)) if me else None

    def access(self, me: Me, right: Right, record: str) -> Access | None:
        """Return the access of who was admitted to a record, her own or another; or say why not, and None."""
        access = authorisations.require(self.work, me, right, record)
        if isinstance(access, Access):
            return access
        over = authorisations.ended(self.work, me, record)
        self.say(ENDED if over else sentence(access), rows=((DOCUMENTS, MENU),) if over else ((MENU,),))
        return None


@dataclass(frozen=True)
class Screen:
    """A screen of the bot: its commands (French first, then English), what the menu of commands says of it."""

    name: str
    show: Callable[[Visit], None]
    commands: tuple[str, ...] = ()
    description: Words = ""


Screens: TypeAlias = Mapping[str, Screen]


def refused(visit: Visit, why: Refused) -> None:
    """Say why something is not possible."""
    visit.say(sentence(why))
