"""Ages: how old a child is, in years and months, and when her age brings something."""

import calendar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ADULT = 18  # years; a share ends then, and so does what a carnet is for
SECRECY = 15  # years; from then on she may keep what she is treated for from her parents
NOTICES = (6, 1)  # months before, when parents are told


def age_on(birth_date: date, day: date) -> int:
    """Return how many years old someone is on a day; who was born on 29 February grows older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def months_on(birth_date: date, day: date) -> int:
    """Return how many whole months old someone is on a day."""
    months = (day.year - birth_date.year) * 12 + day.month - birth_date.month
    return months - (day < later(birth_date, months))


def later(day: date, months: int) -> date:
    """Return the day so many months later (earlier, if negative); the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def comes_of_age(birth_date: date) -> date:
    """Return the day on which someone is 18."""
    year = birth_date.year + ADULT
    leap = (birth_date.month, birth_date.day) == (2, 29) and not calendar.isleap(year)
    return date(year, 3, 1) if leap else birth_date.replace(year=year)


def midnight(day: date, zone: str, hour: int = 0) -> datetime:
    """Return the instant at which a day begins, or an hour of it, in a time zone."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def steps(birth_date: date, zone: str) -> tuple[datetime, ...]:
    """Return when parents are told that a share will end, each time, and when it ends."""
    adult = comes_of_age(birth_date)
    return (*(midnight(later(adult, -n), zone, 9) for n in NOTICES), midnight(adult, zone))


def next_step(birth_date: date, zone: str, now: datetime) -> datetime | None:
    """Return when her age next brings something."""
    return next((at for at in steps(birth_date, zone) if at > now), None)
