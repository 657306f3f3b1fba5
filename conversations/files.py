"""A question that photos and files answer: gathered one by one, fetched and sealed before the turn that keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from conversations import for_whom
from conversations.events import Sent
from conversations.questions import Action, Hint, Option, Question, match
from conversations.turn import Turn
from locales import Words, _, n_
from locales.reading import read_yes_no, says_nothing
from portal import smalltalk, vault
from portal.authorisations import Right
from portal.errors import Refused
from portal.inspection import PDF, allows
from portal.vault import LARGEST, MEGABYTE, Fetch, FileInfected, FileTooLarge, Kept

MOST = 10  # files of one answer: an album holds no more
LONGEST_NAME = 120
THATS_ALL = _("That's all")

Facts: TypeAlias = dict[str, Any]
"""What the bookmark keeps of a file: id, type, size, sha1, at, name, and `unique`, by which Telegram knows it."""


@dataclass(frozen=True, kw_only=True)
class Files(Question):
    """One file, or several until "That's all"; the answer is a list of `Facts`, the files are drafts in the vault."""

    kinds: tuple[str, ...] = ()  # media types that may be kept; none: every one that can be
    size: int = LARGEST  # bytes of each, at most
    least: int = 1
    most: int = 1
    right: Right = Right.FILL_IN
    joins: bool = (
        False  # what is sent after the answer was given is added to it, as long as it can be changed
    )

    early: bool = False  # so is what is sent before it is asked

    def help_words(self, turn: Turn) -> tuple[Words, ...]:
        """Say what to send, how large it may be, and what has come so far."""
        return (*self.help, self._what(), *self._gathered(turn))

    def _what(self) -> Words:
        megabytes = self.size // MEGABYTE or 1
        if not allows(self.kinds, PDF):
            return _("Send a photo, {most} MB at most.", most=megabytes)
        return _("Send a photo, or a file with the paper clip. {most} MB at most.", most=megabytes)

    def _gathered(self, turn: Turn) -> tuple[Words, ...]:
        if self.most == 1:
            return ()
        sent = self.sent(turn)
        if not sent:
            return (_("You can send several, one after the other or together."),)
        return (n_("{n} received. You can send others.", "{n} received. You can send others.", len(sent)),)

    def sent(self, turn: Turn) -> list[Facts]:
        """Return what has been sent here, kept as the answer or not yet."""
        found: list[Facts] | None = turn.gathered.get(self.name)
        return list(turn.get(self.name) or ()) if found is None else found

    def done(self, turn: Turn) -> tuple[Words, Any] | None:
        """Offer to go on, once there is enough."""
        sent = self.sent(turn)
        return (THATS_ALL, sent) if self.most > 1 and len(sent) >= max(1, self.least) else None

    def side_actions(self, turn: Turn) -> tuple[Action, ...]:
        """Offer to take the last one back."""
        last = Action("r", _("Remove the last one"), self._remove)
        return (last,) if self.most > 1 and self.sent(turn) else ()

    def _remove(self, turn: Turn) -> Words:
        turn.gathered[self.name] = self.sent(turn)[:-1]
        return _("The last one is removed.")

    def read(self, turn: Turn, typed: str) -> Any:
        """Take "That's all" in words too, and a no to sending others; nothing else that is typed is a file."""
        done = self.done(turn)
        if done is not None and (match([Option("ok", done[0])], typed, turn.language) or no_more(typed)):
            return done[1]
        if done is None and self.optional:
            return Hint(_("Here I need a photo or a file, not words. If you have none, write “no”."))
        if done is not None:
            return Hint(
                _(
                    "You can send more photos or files here. If that is all, tap “{done}”, or write it.",
                    done=done[0],
                )
            )
        return Hint(
            _("Here I need a photo or a file, not words. Attach it with the paper clip, or the camera.")
        )

    def receive(self, turn: Turn, event: Sent) -> list[Facts] | Hint | Refused:
        """Take what was sent: fetched, judged and sealed, then a draft; returns all that has been sent here."""
        sent = [] if self.most == 1 else self.sent(turn)
        wrong = self._wrong(event, sent)
        if event.file is None or wrong is not None:
            return wrong or unusable(event)
        wanted = Fetch(event.file.file_id, self.kinds, self.size)
        kept: Kept | Refused = turn.work.thought(f"file:{event.file.unique_id}", wanted)
        facts = self._drafted(turn, event.file.name, kept)
        if isinstance(facts, Refused):
            return facts
        turn.gathered[self.name] = [*sent, {**facts, "unique": event.file.unique_id}]
        return [*turn.gathered[self.name]]

    def _wrong(self, event: Sent, sent: list[Facts]) -> Hint | Refused | None:
        """Say what is wrong before anything is fetched."""
        if not usable(event):
            return unusable(event)
        if event.file is not None and event.file.size is not None and event.file.size > self.size:
            return FileTooLarge(most=self.size // MEGABYTE or 1)
        if event.file is not None and any(one["unique"] == event.file.unique_id for one in sent):
            return Hint(_("You have already sent this one: it is kept once."))
        return None

    def _drafted(self, turn: Turn, name: str | None, kept: Kept | Refused) -> Facts | Refused:
        """Have a blob be a draft of the record it is for; returns what the bookmark keeps of it, or why there is none.

        What the virus scanner knows leaves a line: somebody may ask later what came, and from whom.
        """
        access = for_whom.access(turn, self.right)
        if isinstance(access, Refused):
            return access
        if isinstance(kept, FileInfected):
            access.journal(turn.work, "file_infected", why=str(kept.facts["name"])[:60])
        if isinstance(kept, Refused):
            return kept
        vault.draft(turn.work, access.record, kept, turn.mark.expires_at)
        access.journal(turn.work, "file_received", kept.id)
        return {
            "id": kept.id, "type": kept.content_type, "size": kept.size, "sha1": kept.sha1,
            "at": turn.now.isoformat(timespec="seconds"), "name": (name or "")[:LONGEST_NAME],
        }  # fmt: skip

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return how many there are."""
        if all(one["type"].startswith("image/") for one in value):
            return n_("{n} photo", "{n} photos", len(value))
        return n_("{n} file", "{n} files", len(value))


def no_more(typed: str) -> bool:
    """Tell whether this says that all is sent: `non`, `rien`, `fini`; a yes may announce another one."""
    if read_yes_no(typed) is True:
        return False
    return says_nothing(typed) or smalltalk.heard(typed) in ("ok", "nothing")


def forget(turn: Turn) -> None:
    """Have everything that was sent to this conversation forgotten: what is erased does not wait to be swept."""
    answers = (*turn.answers.values(), *turn.gathered.values())
    several = (one for answer in answers if isinstance(answer, list) for one in answer)
    release(turn, [*turn.facts.get("drafts", ()), *(one["id"] for one in several if _is_file(one))])


def release(turn: Turn, ids: Iterable[str]) -> None:
    """Forget drafts of the record it is for that nothing needs any more; what was claimed stays."""
    record = for_whom.record(turn)
    if record is not None and (these := list(ids)):
        vault.release(turn.work, record, these)


def _is_file(found: Any) -> bool:
    return isinstance(found, dict) and "unique" in found and "id" in found


def usable(event: Sent) -> bool:
    """Tell whether what was sent may be a photo or a paper: its bytes decide, once it is fetched."""
    return event.file is not None and not (event.file.media_type or "").startswith(("video/", "audio/"))


def unusable(event: Sent) -> Hint:
    """Say what to send instead."""
    if event.kind in ("voice", "audio", "video", "video_note", "animation") or event.file is not None:
        return Hint(_("I cannot keep sounds or videos. Please send a photo, or a file with the paper clip."))
    return Hint(_("Here I need a photo or a file. Attach it with the paper clip, or the camera."))
