"""Questions that the FAQ did not answer: the words of its own vocabulary alone, counted; never who asked, nor when."""

from datetime import date, timedelta
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Date, Index, Integer, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table, insert_for
from portal.work import Work

MOST = 2000  # gaps kept: who writes nonsense all day fills no disk
MOST_WORDS = 12
KEPT = timedelta(days=180)


class GapRow(Table):
    """What was asked, in known words, in a language; how often it was left without an answer."""

    __tablename__ = "faq_gaps"
    __table_args__ = (Index("ix_faq_gaps_by_times", "times"), Index("ix_faq_gaps_by_last_on", "last_on"))

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(300))
    times: Mapped[int] = mapped_column(Integer)
    last_on: Mapped[date] = mapped_column(Date)


row = GapRow.__table__.c


class Gap(NamedTuple):
    """What was asked in vain: `words` in their order, `times` it was asked, the day it last was."""

    id: str
    language: str
    words: str
    times: int
    last_on: date


def note(work: Work, language: str, words: list[str], times: int = 1) -> str | None:
    """Keep what was asked, `times` 0 where an answer may still fit; its id, or None where nothing was kept."""
    kept = " ".join(words[:MOST_WORDS])[:300]
    if not kept:
        return None
    id_ = blake2b(f"{language} {kept}".encode(), digest_size=8).hexdigest()
    if _counted(work, id_, times):
        return id_
    if (work.execute(select(func.count(row.id))).scalar() or 0) >= MOST:
        return None
    new = insert_for(work.dialect)(GapRow).on_conflict_do_nothing()
    work.execute(
        new, {"id": id_, "language": language, "words": kept, "times": times, "last_on": work.now.date()}
    )
    return id_


def missed(work: Work, id_: str) -> None:
    """Count a question whose answer was not the one."""
    _counted(work, id_, 1)


def _counted(work: Work, id_: str, times: int) -> bool:
    counting = update(GapRow).where(row.id == id_)
    counted = counting.values(times=row.times + times, last_on=work.now.date())
    return work.execute(counted).rowcount > 0


def unanswered(work: Work, most: int = 50) -> list[Gap]:
    """Return what was asked in vain, the most often asked first."""
    found = (
        select(row.id, row.language, row.words, row.times, row.last_on)
        .where(row.times > 0)
        .order_by(row.times.desc())
        .limit(most)
    )
    return [Gap(*one) for one in work.execute(found)]


def forget(work: Work) -> int:
    """Forget what nobody has asked for half a year; how many."""
    return work.execute(delete(GapRow).where(row.last_on < (work.now - KEPT).date())).rowcount
