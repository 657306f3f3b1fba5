"""Words that a PDF holds as text are read, whichever way its fonts are written; what cannot be read is no fault."""

from io import BytesIO
from typing import Any

import matplotlib as mpl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from portal.inspection.written import page_text
from tests.pictures import paper

SAID = "Créatinine : 72 µmol/L, prélevé le 12 mars 2026"


def with_text(drawn: bytes, **font: Any) -> bytes:
    """A paper that draws this with one font."""
    made = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        own = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, **font)
        pdf.pages[0]["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(own)))
        pdf.pages[0]["/Contents"] = pdf.make_stream(drawn)
        pdf.save(made)
    return made.getvalue()


def text(content: bytes) -> str:
    with pikepdf.open(BytesIO(content)) as pdf:
        return page_text(pdf.pages[0])


@pytest.mark.parametrize("fonts", [3, 42])
def test_a_paper_as_programs_write_it_is_read(fonts: int) -> None:
    figure, made = Figure(), BytesIO()
    figure.text(0.1, 0.8, SAID)
    figure.text(0.1, 0.6, "Laboratoire des Lilas")
    with mpl.rc_context({"pdf.fonttype": fonts}):
        figure.savefig(made, format="pdf")
    read = text(made.getvalue())
    assert SAID.replace(" ", "") in read.replace(" ", "").replace("\n", "")
    assert "Laboratoire" in read.replace("\n", "")


def test_latin_letters_lines_and_jumps_are_read() -> None:
    drawn = (
        b"BT /F 9 Tf 50 700 Td (Compte) Tj 40 0 Td (rendu) Tj 0 -12 Td [(op\\351) 20 (ra) -300 (toire)] TJ ET"
    )
    assert text(with_text(drawn, Encoding=pikepdf.Name.WinAnsiEncoding)).split("\n") == [
        "",
        "Compte rendu",
        "opéra toire",
    ]


def test_signs_that_a_font_names_itself_are_read() -> None:
    named = pikepdf.Array([65, pikepdf.Name.eacute, pikepdf.Name.t, pikepdf.Name.uni20AC, pikepdf.Name.zzz])
    encoding = pikepdf.Dictionary(Differences=named)
    assert text(with_text(b"BT /F 9 Tf (ABACD) Tj ET", Encoding=encoding)) == "été€"


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_whatever_stands_in_a_paper_its_reading_ends_and_raises_nothing(drawn: bytes, table: bytes) -> None:
    made = BytesIO()
    with pikepdf.open(BytesIO(with_text(b"BT /F 9 Tf (abc) Tj " + drawn))) as pdf:
        pdf.pages[0].Resources.Font.F["/ToUnicode"] = pdf.make_stream(
            b"1 beginbfrange " + table + b" endbfrange"
        )
        pdf.save(made)
    assert isinstance(text(made.getvalue()), str)


def test_a_drawing_that_draws_itself_ends() -> None:
    made = BytesIO()
    with pikepdf.open(BytesIO(with_text(b"/X Do"))) as pdf:
        form = pdf.make_stream(b"BT /F 9 Tf (encore) Tj ET /X Do", Subtype=pikepdf.Name.Form)
        form["/Resources"] = pdf.pages[0].Resources
        pdf.pages[0].Resources["/XObject"] = pikepdf.Dictionary(X=form)
        pdf.save(made)
    assert text(made.getvalue()).count("encore") == 3
