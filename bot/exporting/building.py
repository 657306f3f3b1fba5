"""Builds an export: files first, then the Bundle, then the summary that says which of them could not be read."""

from collections.abc import Callable, Iterable
from functools import partial

import structlog

from bot.exporting.archive import Archive
from bot.exporting.bundle import Bundle, answers
from bot.exporting.page import Said, page
from conversations.document_words import ENDINGS
from conversations.export_summary import LATEST, Files, Forms, SentForm, summary
from conversations.sent_forms import pairs
from locales.saying import Reader, say
from portal import followups, privacy, vault
from portal.errors import KeyUnknown
from portal.followups import Response
from portal.followups.attachments import attached
from portal.privacy import Gathered
from portal.questionnaires import sent
from portal.vault import Blob, BlobDamaged, BlobMissing, Shelves
from portal.work import Workroom

log = structlog.get_logger()

Tell = Callable[[int, int], None]


class Builder:
    """Puts a record into an archive. `tell` hears how many files are done, of how many, and may raise to stop it all."""

    def __init__(self, room: Workroom, shelves: Shelves, one: Gathered, archive: Archive, tell: Tell) -> None:
        self._room = room
        self._shelves = shelves
        self._one = one
        self._archive = archive
        self._tell = tell
        self._paths: dict[str, str] = {}  # by blob
        self._forms: dict[str, Forms] = {}  # by record
        self.missing = 0

    def build(self) -> list[Said]:
        """Put all but the PDF; returns the summary, which that is made of. Raises `VaultDown`, `StorageDown`."""
        of_answers = self._look_through()
        total, done = len(self._one.documents) + len(of_answers), 0
        for number, paper in enumerate(self._one.documents, 1):
            self._tell(done, total)
            path = f"documents/{number:03}.{ENDINGS.get(paper.content_type, 'bin')}"
            self._put(self._one.blobs.get(paper.blob), paper.blob, path)
            done += 1
        for number, (blob_id, blob) in enumerate(of_answers.items(), 1):
            self._tell(done, total)
            ending = ENDINGS.get(blob.content_type, "bin") if blob else "bin"
            self._put(blob, blob_id, f"reponses/{number:03}.{ending}")
            done += 1
        bundle = Bundle(self._room, self._one, self._paths)
        self._archive.add("dossier.json", bundle.pieces())
        said = self._said(len(of_answers))
        self._archive.add("resume.html", [page(said, self._one.language).encode()])
        return said

    def _look_through(self) -> dict[str, Blob | None]:
        """Go through the answers: keep the latest in words, and return the files that they name."""
        found: dict[str, Blob | None] = {}
        for followed in self._one.followed:
            record, all_of_them = followed.access.record, 0
            latest: list[SentForm] = []
            for responses in answers(self._room, followed.access):
                named = [blob for each in responses for blob in attached(each.resource)]
                known = self._room.do(privacy.attached, record, named)
                found |= dict.fromkeys(named) | {blob.id: blob for blob in known}
                latest += [self._form(each) for each in responses[: LATEST - len(latest)]]
                all_of_them += len(responses)
            self._forms[record] = Forms(latest, all_of_them)
        return found

    def _form(self, response: Response) -> SentForm:
        form = self._room.do(followups.questionnaire, response.questionnaire_id)
        title = str(self._one.forms[response.questionnaire_id].get("title") or response.followup_id)
        return SentForm(
            response.authored_at, title, response.late, pairs(form, sent(form, response.resource)),
            followups.sender_of(response.resource),
        )  # fmt: skip

    def _put(self, blob: Blob | None, blob_id: str, path: str) -> None:
        """Put a file; one that cannot be read keeps nothing else from being taken along."""
        try:
            if blob is None:
                raise BlobMissing(blob_id)
            content = vault.read(self._shelves, self._room.keys, blob)
        except (BlobMissing, BlobDamaged, KeyUnknown) as error:
            log.error("export_misses_file", blob=blob_id, why=error.code)
            self.missing += 1
            return
        self._paths[blob_id] = path
        self._archive.add(path, [content], size=len(content), packed=True)

    def _said(self, files: int) -> list[Said]:
        one, reader = self._one, Reader(self._one.language, self._one.zone)
        where = {paper.id: self._paths.get(paper.blob, "") for paper in one.documents}
        entries = summary(one, self._forms, Files(where, files, self.missing))
        speak = partial(say, reader=reader)
        return [Said(each.style, speak(each.words), speak(each.value), each.to) for each in entries]


def finish(archive: Archive, pdf: Iterable[bytes]) -> None:
    """Put the PDF beside the page."""
    archive.add("resume.pdf", pdf)
