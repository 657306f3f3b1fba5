"""Strangers' files become plain pictures and quiet papers, or are refused with the reason."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.inspection import FileUnfit, Judged, inspect
from portal.inspection.pictures import SIDE
from tests.pictures import bomb, drawn, opened, paper, photo, written

IMAGES, PDFS = ("image/*",), ("application/pdf",)


def made(content: bytes, kinds: tuple[str, ...] = ()) -> Any:
    found = inspect(content, kinds)
    assert isinstance(found, Judged), found.facts
    return found


def why(content: bytes, kinds: tuple[str, ...] = ()) -> str:
    found = inspect(content, kinds)
    assert isinstance(found, FileUnfit)
    return str(found.facts["why"])


def test_a_photo_stands_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    given = opened(photo(width=400, height=300))
    assert given.getexif()
    found = made(photo(width=400, height=300))
    picture = opened(found.content)
    assert (picture.size, picture.format) == ((300, 400), "JPEG")
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    red, white = picture.getpixel((150, 20)), picture.getpixel((150, 380))
    assert red[0] > 150 > red[1]
    assert min(white) > 240


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "TIFF"])
def test_every_kind_of_picture_becomes_a_jpeg(kind: str) -> None:
    assert made(written(drawn(), kind)).content_type == "image/jpeg"


def test_where_only_png_is_allowed_it_becomes_a_png() -> None:
    assert made(photo(), ("image/png",)).content_type == "image/png"


def test_a_heic_of_a_phone_is_taken() -> None:
    heic = (Path(__file__).parent / "of_a_phone.heic").read_bytes()
    found = made(heic)
    picture = opened(found.content)
    assert (found.content_type, picture.size) == ("image/jpeg", (64, 48))
    assert b"Camille" in heic
    assert b"Camille" not in found.content
    assert why(heic[: len(heic) // 2]) == "broken"


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left() -> None:
    assert max(opened(made(written(drawn(5000, 1000), "JPEG")).content).size) == SIDE
    assert opened(made(written(drawn(120, 90), "JPEG")).content).size == (120, 90)


def test_what_is_transparent_lies_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert min(opened(made(written(clear, "PNG")).content).getpixel((10, 10))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_pictures_in_every_way_of_writing_pixels_are_taken(mode: str) -> None:
    picture = drawn().convert("L").convert("I").convert("I;16") if mode == "I;16" else drawn().convert(mode)
    assert made(written(picture, "JPEG" if mode == "CMYK" else "PNG")).content_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_picture_that_moves_is_refused_rather_than_kept_in_part(kind: str) -> None:
    moving = written(drawn(colour="navy"), kind, save_all=True, append_images=[drawn(colour="olive")])
    assert why(moving) == "animated"


def test_the_preview_in_a_photo_does_not_make_it_an_animation() -> None:
    with_preview = written(drawn(), "MPO", save_all=True, append_images=[drawn(200, 150)])
    assert opened(made(with_preview).content).size == (400, 300)


def test_colours_are_those_of_a_screen_when_the_profile_is_gone() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = opened(made(written(drawn(), "JPEG", icc_profile=lab)).content)
    assert "icc_profile" not in picture.info
    assert made(written(drawn(), "JPEG", icc_profile=b"no profile")).content


def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_opened() -> None:
    assert len(bomb()) < 10_000
    assert why(bomb()) == "too_many_pixels"
    assert why(bomb(9_000)) == "too_many_pixels"


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_midway_is_refused(kind: str, part: float) -> None:
    whole = written(Image.effect_noise((300, 300), 90), kind)
    assert why(whole[: int(len(whole) * part)]) == "broken"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"PK\3\4", "unknown"), (b"GIF89a", "unknown"), (b"<svg>", "unknown"), (b"\0" * 99, "unknown"),
     (b"%PDF-1.7", "broken"), (b"\xff\xd8\xff", "broken"), (b"RIFF\0\0\0\0WEBP", "broken")],
)  # fmt: skip
def test_what_is_no_picture_and_no_paper_is_named(content: bytes, reason: str) -> None:
    assert why(content) == reason


def test_what_hides_behind_a_picture_does_not_stay() -> None:
    hidden = b"PK\3\4 a zip" + b"%PDF-1.7 /JavaScript"
    assert hidden not in made(photo() + hidden).content
    assert hidden not in made(paper() + hidden).content


@pytest.mark.parametrize("before", [b"GIF89a", b"<html><script>", b"PK\3\4", b"A" * 64])
def test_a_paper_that_begins_as_something_else_is_refused(before: bytes) -> None:
    assert why(before + paper()) == "unknown"


@pytest.mark.parametrize("before", [b"\n", b"\xef\xbb\xbf", b" \r\n"])
def test_a_paper_after_an_empty_line_is_taken_and_loses_it(before: bytes) -> None:
    assert made(before + paper()).content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "hidden", [b"PK\3\4" + bytes(30), b"<script>alert(1)</script>", b"%PDF-1.7 /JS", b"MZ" + bytes(60)]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_what_a_picture_is_besides_a_picture_is_gone(kind: str, hidden: bytes) -> None:
    assert hidden not in made(written(drawn(), kind) + hidden).content
    if kind == "JPEG":
        comment = written(drawn(), "JPEG", comment=hidden)
        assert hidden in comment
        assert hidden not in made(comment).content


def test_the_type_is_that_of_the_bytes_and_must_be_wanted() -> None:
    assert why(paper(), IMAGES) == "no_pdf_here"
    assert why(photo(), PDFS) == "pdf_here"
    assert made(paper(), PDFS).content_type == "application/pdf"


def test_a_paper_loses_its_author() -> None:
    found = made(paper(2))
    with pikepdf.open(BytesIO(found.content)) as pdf:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer or not dict(pdf.docinfo)
    assert b"Durand" not in found.content


def action(kind: str, **more: Any) -> Any:
    return pikepdf.Dictionary(S=pikepdf.Name("/" + kind), **more)


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": action("JavaScript", JS="app.alert(1)")},
        {"OpenAction": action("Launch", F="calc.exe")},
        {"AA": pikepdf.Dictionary(WC=action("Named"))},
        {"Names": pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array()))},
        {"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array()))},
        {"AcroForm": pikepdf.Dictionary(XFA=pikepdf.Array(), Fields=pikepdf.Array())},
    ],
)
def test_a_paper_that_does_something_is_refused(root: dict[str, Any]) -> None:
    assert why(paper(**root)) == "active"


def test_a_paper_that_only_opens_at_a_page_is_taken() -> None:
    assert made(paper(OpenAction=pikepdf.Array([0, pikepdf.Name.Fit])))


@pytest.mark.parametrize("user", ["a secret", ""])
def test_a_locked_paper_is_refused(user: str) -> None:
    made_of = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.save(made_of, encryption=pikepdf.Encryption(owner="owner", user=user))
    assert why(made_of.getvalue()) == "encrypted"


def test_a_paper_with_a_file_inside_is_refused() -> None:
    content = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="a.exe")
        pdf.save(content)
    assert why(content.getvalue()) == "active"


def test_a_paper_with_a_button_that_does_something_is_refused() -> None:
    content = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        button = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action("Launch")
        )
        pdf.pages[0]["/Annots"] = pikepdf.Array([pdf.make_indirect(button)])
        pdf.save(content)
    assert why(content.getvalue()) == "active"


def test_a_paper_knows_how_many_pages_it_has() -> None:
    assert [made(paper(pages)).pages for pages in (1, 3, 200)] == [1, 3, 200]
    assert made(photo()).pages == 1


def test_a_scan_of_several_pages_in_one_tiff_becomes_a_paper() -> None:
    scan = written(drawn(colour="navy"), "TIFF", save_all=True, append_images=[drawn(colour="olive")] * 2)
    found = made(scan)
    assert (found.content_type, found.pages) == ("application/pdf", 3)
    assert why(scan, IMAGES) == "several_pages"
    assert why(scan[: len(scan) // 2]) == "broken"


def test_a_zip_that_is_called_a_paper_is_refused() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("ordonnance.pdf", paper())
    assert why(content.getvalue()) == "unknown"


def test_a_paper_of_two_thousand_pages_is_refused() -> None:
    assert why(paper(2000)) == "too_many_pages"
    assert why(paper(0)) in ("broken", "too_many_pages")


WHOLE = [written(drawn(60, 40), kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF")] + [
    photo(width=60, height=40),
    paper(),
]


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_whatever_was_changed_in_a_file_it_is_made_safe_or_refused(
    whole: bytes, changes: list[tuple[int, int]]
) -> None:
    changed = bytearray(whole)
    for at, value in changes:
        changed[8 + at % (len(changed) - 8)] = value
    assert isinstance(inspect(bytes(changed)), Judged | FileUnfit)
