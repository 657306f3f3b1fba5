"""Fictive papers for the demo, made by code: a discharge letter (PDF) and a prescription (a picture), kept like others."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from portal import vault
from portal.errors import Refused
from portal.inspection import inspect
from portal.vault import Kept, Shelves
from portal.work import Workroom

A4 = (595, 842)  # points
LETTER = (
    "Clinique des Tilleuls (fictive)",
    "Lettre de liaison à la sortie",
    "",
    "Patiente : Camille Durand",
    "Motif : chirurgie ambulatoire, ablation d'un lipome.",
    "Suites simples. Pansement à garder 48 heures.",
    "Allergie connue : pénicilline.",
    "Traitement à la sortie : paracétamol si douleur.",
    "",
    "Dr Hélène Morel, chirurgienne",
    "",
    "Document fictif, pour la démonstration.",
)
PRESCRIPTION = (
    "Dr Hélène Morel, chirurgienne (fictive)",
    "",
    "Camille Durand",
    "",
    "Paracétamol 1 g : 1 comprimé si douleur,",
    "au plus 3 par jour, pendant 5 jours.",
    "Compresses stériles : 1 boîte.",
    "",
    "Document fictif, pour la démonstration.",
)


class Paper(NamedTuple):
    """A paper to be deposited: of which type, how it is called, whether for emergencies, and what is kept of it."""

    type: str
    title: str
    emergency: bool
    kept: Kept


def kept(room: Workroom, shelves: Shelves) -> list[Paper]:
    """Put the papers into the vault, judged as any other; a blob stands before its row."""
    wanted = (
        ("11490-0", "Lettre de liaison à la sortie", True, letter(LETTER)),
        ("57833-6", "Ordonnance de sortie", False, picture(PRESCRIPTION)),
    )
    made = []
    for kind, title, emergency, content in wanted:
        judged = inspect(content)
        if isinstance(judged, Refused):
            raise LookupError(judged.code)
        one = vault.keep(shelves, room.keys, room.chance, judged.content, judged.content_type, judged.pages)
        made.append(Paper(kind, title, emergency, one))
    return made


def letter(lines: Sequence[str]) -> bytes:
    """Return a PDF of one page with these lines."""
    import pikepdf  # noqa: PLC0415  only the first start of a demo needs it
    from pikepdf import Dictionary, Name  # noqa: PLC0415

    pdf, written = pikepdf.new(), BytesIO()
    page = pdf.add_blank_page(page_size=A4)
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    told = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
    page.Contents = pdf.make_stream(b"BT /F1 13 Tf 22 TL 60 760 Td\n%sET" % told)
    pdf.save(written)
    return written.getvalue()


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def picture(lines: Sequence[str]) -> bytes:
    """Return a JPEG of a sheet with these lines."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  as above

    sheet, written = Image.new("RGB", (1240, 1000), "#fdfcf8"), BytesIO()
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=34)
    for number, line in enumerate(lines):
        pen.text((110, 100 + 72 * number), line, fill="#1c2733", font=font)
    sheet.save(written, "JPEG", quality=88)
    return written.getvalue()
