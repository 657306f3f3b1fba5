"""Pictures made at delivery: a trend is drawn in a child process, the same for the same, readable on a phone."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PIL import Image

from bot.pictures import heights, picture, trend
from bot.workshop import Workshop
from conversations import trends
from locales.saying import Reader
from portal.followups import Point, Series
from portal.questionnaires import Localized
from tests.hands import lent

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FRENCH = Reader("fr", "Europe/Paris")
LINE = (0, 114, 178)


def series(*values: float, label: str = "Douleur", **more: object) -> Series:
    points = tuple(
        Point(START + timedelta(days=n), Decimal(str(v)), None, n > 0) for n, v in enumerate(values)
    )
    return Series("pain", Localized(label), 0, "", None, None, points)._replace(**more)


@pytest.fixture
def workshop() -> Workshop:
    return lent("workshop")


async def drawn(workshop: Workshop, one: Series, reader: Reader = FRENCH) -> Image.Image:
    return Image.open(io.BytesIO(await picture(*trends.picture(one), reader, workshop)))


def told(one: Series, reader: Reader = FRENCH) -> dict:
    return trend(json.loads(trends.picture(one)[1]), reader)


async def test_a_trend_is_a_picture_of_a_phones_size_with_a_line_on_it(workshop: Workshop) -> None:
    shown = await drawn(workshop, series(7, 4, 2))
    assert (shown.format, shown.size) == ("PNG", (900, 700))
    colours = {colour: count for count, colour in shown.convert("RGB").getcolors(1 << 20)}
    assert colours[LINE] > 1000


async def test_the_same_trend_is_drawn_the_same_to_the_byte(workshop: Workshop) -> None:
    content = trends.picture(series(7, 4, 2))
    first, second = [await picture(*content, FRENCH, workshop) for _ in range(2)]
    assert first == second


async def test_a_gap_stays_without_a_line(workshop: Workshop) -> None:
    whole = series(5, 5, 5)
    first, middle, last = whole.points
    broken = whole._replace(points=(first, middle._replace(joined=False), last._replace(joined=False)))
    amounts = [
        sum(
            count
            for count, colour in (await drawn(workshop, one)).convert("RGB").getcolors(1 << 20)
            if colour == LINE
        )
        for one in (whole, broken)
    ]
    assert amounts[1] < amounts[0] / 3


@pytest.mark.parametrize("label", ["$x$ et $", "é" * 400, "<b>&", "", "النوم", "mot " * 90])
async def test_whatever_the_question_says_it_is_drawn(workshop: Workshop, label: str) -> None:
    assert (await drawn(workshop, series(1, 2, label=label))).size == (900, 700)


@pytest.mark.parametrize("values", [(0, 0), (-3, 1e9), (0.001, 0.002), tuple(range(400))])
async def test_whatever_the_values_they_are_drawn(workshop: Workshop, values: tuple[float, ...]) -> None:
    assert (await drawn(workshop, series(*values, unit="kg"))).size == (900, 700)


async def test_two_answers_of_one_instant_are_drawn(workshop: Workshop) -> None:
    both = tuple(Point(START, Decimal(n)) for n in (1, 2))
    assert (await drawn(workshop, series(1, 2, points=both))).size == (900, 700)


def test_days_and_numbers_are_written_as_the_reader_does() -> None:
    one = series(1.5, 2.5, 3.5)
    assert [name for _at, name in told(one)["days"]] == ["2 mars", "3 mars", "4 mars"]
    assert (told(one)["last"], told(one)["comma"]) == ("3,5", ",")
    english = told(one, Reader("en", "Indian/Reunion"))
    assert [name for _at, name in english["days"]] == ["2 Mar", "3 Mar", "4 Mar"]
    assert (english["last"], english["comma"]) == ("3.5", ".")


def test_a_day_is_named_by_its_hours_years_by_their_months() -> None:
    hours, years = (
        series(1, 2)._replace(points=tuple(Point(START + span * n, Decimal(1)) for n in range(3)))
        for span in (timedelta(hours=4), timedelta(days=200))
    )
    assert [name for _at, name in told(hours)["days"]] == ["09:00", "13:00", "17:00"]
    assert [name for _at, name in told(years)["days"]] == ["mars 2026", "sept. 2026", "avr. 2027"]


@pytest.mark.parametrize(
    ("low", "high", "values", "drawn"),
    [
        ("0", "10", [3, 3], (0, 10)), ("0", "10", [3, 12], (0, 12)), (None, None, [3, 5], (3, 5)),
        ("50", "800", [195, 260], (162.5, 292.5)), ("0", "60", [2, 8], (0, 11)), ("0", "60", [5, 20], (0, 60)),
        ("50", "800", [250, 250], (212.5, 287.5)),
    ],
)  # fmt: skip
def test_a_picture_goes_over_the_forms_bounds_as_long_as_its_values_show(
    low: str | None, high: str | None, values: list[float], drawn: tuple[float, float]
) -> None:
    assert heights(low, high, values) == drawn


def test_never_more_names_than_fit_side_by_side() -> None:
    assert len(told(series(*range(400)))["days"]) == 4


def test_the_bots_process_never_holds_what_draws() -> None:
    program = "import bot.app, bot.carriers, handlers, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
