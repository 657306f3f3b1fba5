"""The photos and papers of one document: each page as it was found, what cannot be fetched yet waits, none is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations import stage
from conversations.events import Sent
from conversations.files import Facts, Files, unusable
from conversations.messages import Block
from conversations.questions import Action, Hint
from conversations.refusals import sentence
from conversations.turn import Turn
from locales import Words, _, n_
from portal.errands import Together
from portal.errors import Refused
from portal.vault import MEGABYTE, Fetch, Kept

PAGES = 20  # photos and files of one document
# Why a file is not here yet; it is tried again.
WAITING = ("scanner_away", "file_not_fetched", "file_not_kept")
SOON, LATEST = timedelta(minutes=1), timedelta(minutes=15)  # until the next try, by itself


class FilesWaiting(Refused):
    """A document cannot be kept before all its files are here; facts: why (a code of `WAITING`)."""


@dataclass(frozen=True, kw_only=True)
class Pages(Files):
    """One document's photos and files; beside `Facts` the answer may hold references: what has still to be fetched.

    A reference knows `file_id`, `unique`, `name`, `message` and `waits`, the code of why it was not taken so far.
    What was fetched knows the `message` it came with, how many `pages` it has, and its `page` if one was found.
    """

    most: int = PAGES
    joins: bool = True

    def _what(self) -> Words:
        return _(
            "Photograph each page, or attach a file: PDF, JPEG, PNG, HEIC, WebP or TIFF, {most} MB at most each.",
            most=self.size // MEGABYTE,
        )

    def _gathered(self, turn: Turn) -> tuple[Words, ...]:
        here = sum(one["pages"] for one in self.sent(turn) if "id" in one)
        said: list[Words] = []
        if here:
            said.append(
                n_("{n} page is here. You can send others.", "{n} pages are here. You can send others.", here)
            )
        return (*said, *self.waiting_words(turn))

    def waiting_words(self, turn: Turn) -> tuple[Words, ...]:
        """Say what is not here yet, and why."""
        late = [one["waits"] for one in self.sent(turn) if "file_id" in one]
        return tuple(waits(why, late.count(why)) for why in WAITING if why in late)

    def side_actions(self, turn: Turn) -> tuple[Action, ...]:
        """Offer to try again what could not be fetched, and to take the last one back."""
        again = Action("t", _("Try again"), self._again)
        return (*[again] * bool(references(self.sent(turn))), *super().side_actions(turn))

    def _again(self, turn: Turn) -> Words:
        wrong = self.fetch(turn)
        late = references(self.sent(turn))
        if wrong is not None:
            return sentence(wrong)
        return waits(late[0]["waits"], len(late)) if late else _("Everything has arrived.")

    def receive(self, turn: Turn, event: Sent) -> list[Facts] | Hint | Refused:
        """Take what was sent, or a reference to it while it cannot be fetched; returns all there is."""
        sent = self.sent(turn)
        known = [one for one in references(sent) if event.file and one["unique"] == event.file.unique_id]
        others = [one for one in sent if one not in known]
        wrong = self._wrong(event, others)
        if event.file is None or wrong is not None:
            return wrong or unusable(event)
        if len(others) >= self.most:
            return Hint(
                n_("A document has {n} file at most.", "A document has {n} files at most.", self.most)
            )
        turn.facts["messages"] = [*turn.facts.get("messages", ()), event.message_id]
        turn.gathered[self.name] = in_order([*others, reference(event)])
        return self.fetch(turn, event.file.unique_id) or self.sent(turn)

    def fetch(self, turn: Turn, only: str | None = None) -> Refused | None:
        """Fetch what is not here yet (`only` this one); returns why one of them cannot be taken at all."""
        wanted = [one for one in references(self.sent(turn)) if only in (None, one["unique"])]
        wrong: Refused | None = None
        for one, got in zip(wanted, self._fetched(turn, wanted), strict=True):
            taken = self._taken(turn, one, got)
            wrong = taken if isinstance(taken, Refused) else wrong
            new = [] if isinstance(taken, Refused) else [taken]
            rest = [other for other in self.sent(turn) if other["unique"] != one["unique"]]
            turn.gathered[self.name] = in_order([*rest, *new])
        plan(turn, self)
        return wrong

    def _fetched(self, turn: Turn, wanted: Sequence[Facts]) -> list[Kept | Refused]:
        errands = tuple(Fetch(one["file_id"], self.kinds, self.size, page=True) for one in wanted)
        names = ",".join(one["unique"] for one in wanted)
        if len(errands) <= 1:
            return [turn.work.thought(f"file:{names}", errand) for errand in errands]
        got = turn.work.thought(f"files:{names}", Together(errands))
        return [got] * len(wanted) if isinstance(got, Refused) else list(got)

    def _taken(self, turn: Turn, one: Facts, got: Kept | Refused) -> Facts | Refused:
        """Return what the bookmark keeps of a file; the reference itself while it has to wait."""
        if isinstance(got, Refused) and got.code in WAITING:
            return {**one, "waits": got.code}
        facts = self._drafted(turn, one["name"], got)
        if isinstance(got, Refused) or isinstance(facts, Refused):
            return facts
        page = self._drafted(turn, None, got.page) if got.page is not None else None
        if isinstance(page, Refused):
            return page
        ids = [found["id"] for found in (facts, page) if found is not None]
        turn.facts["drafts"] = [*turn.facts.get("drafts", ()), *ids]
        more = {"unique": one["unique"], "message": one["message"], "pages": got.pages}
        return {**facts, **more, "page": page}

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return how many pages there are; a file that waits counts as one."""
        return n_("{n} page", "{n} pages", sum(one.get("pages", 1) for one in value))


def reference(event: Sent) -> Facts:
    """Return what is needed to fetch a file later."""
    file = event.file
    if file is None:
        raise ValueError("nothing to fetch")
    return {"file_id": file.file_id, "unique": file.unique_id, "name": (file.name or "")[:120],
            "message": event.message_id, "waits": ""}  # fmt: skip


def references(sent: Sequence[Facts]) -> list[Facts]:
    """Return those that are still to be fetched."""
    return [one for one in sent if "file_id" in one]


def in_order(sent: Sequence[Facts]) -> list[Facts]:
    """Return files in the order in which they were sent, however they came in."""
    return sorted(sent, key=lambda one: one["message"])


def waits(why: str, count: int) -> Words:
    """Say that files are not here yet, and that nothing is to be done about it."""
    match why:
        case "scanner_away":
            return n_(
                "{n} file waits for the virus check, which does not answer at the moment. It is not lost.",
                "{n} files wait for the virus check, which does not answer at the moment. They are not lost.",
                count,
            )
        case "file_not_kept":
            return n_(
                "{n} file waits: files cannot be stored at the moment. It is not lost.",
                "{n} files wait: files cannot be stored at the moment. They are not lost.",
                count,
            )
    return n_(
        "{n} file has not arrived from Telegram yet. Leave it in this chat.",
        "{n} files have not arrived from Telegram yet. Leave them in this chat.",
        count,
    )


def plan(turn: Turn, question: Pages) -> None:
    """Have the conversation woken to try again by itself, a little later each time, as long as something waits."""
    if not references(question.sent(turn)):
        turn.facts.update(tries=0, wakes=False)
    elif not turn.facts.get("wakes"):
        tries = turn.facts.get("tries", 0)
        turn.facts.update(tries=tries + 1, wakes=True)
        stage.wake(turn, min(SOON * 2 ** min(tries, 10), LATEST))


# ---- which of two versions of a photo is kept


def straightened(sent: Sequence[Facts]) -> int:
    """Return in how many photos a page was found."""
    return sum(one.get("page") is not None for one in sent)


def chosen(turn: Turn, sent: Sequence[Facts]) -> list[Facts]:
    """Return what is to be kept of each: the page that was found in it, or the original if she prefers it."""
    original = turn.facts.get("original", False)
    return [one if original or one.get("page") is None else {**one["page"], "pages": 1} for one in sent]


def version_action(turn: Turn, sent: Sequence[Facts]) -> Action | None:
    """Offer the other version, where there are two."""
    found = straightened(sent)
    if not found:
        return None
    if turn.facts.get("original"):
        label = n_("Use the straightened page", "Use the straightened pages", found)
    else:
        label = n_("Keep the original photo", "Keep the original photos", found)
    return Action("o", label, _other_version)


def _other_version(turn: Turn) -> Words:
    original = turn.facts["original"] = not turn.facts.get("original", False)
    return _("The photo is kept as you took it.") if original else _("The page is straightened.")


def version_note(turn: Turn, sent: Sequence[Facts]) -> Block | None:
    """Say that a photo was changed."""
    if not straightened(sent) or turn.facts.get("original"):
        return None
    words = n_(
        "The page was found in your photo, straightened and made easier to read.",
        "The pages were found in your photos, straightened and made easier to read.",
        straightened(sent),
    )
    return Block("note", words)
