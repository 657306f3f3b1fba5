"""A plan as a care team writes it: read whole, each key that cannot be kept named."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from portal.accounts.addresses import read_email
from portal.errors import Refused
from portal.followups.plan import AlertRule, Plan
from portal.questionnaires import must_read

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = {
    "every", "at", "from", "until", "count", "window", "late_after", "nudge_after", "quiet", "silence", "otherwise",
    "notify", "again_after", "alerts", "detail", "danger", "danger_unanswered", "reading_hours", "phone",
}  # fmt: skip
OF_AN_ALERT = {"when", "severity", "text", "notify", "show"}
SEVERITIES = ("low", "medium", "high")
WAYS = ("email", "sms", "none")
MOST_ALERTS = 50


class PlanInvalid(Refused):
    """The plan cannot be kept; facts: key (of the plan) and why (a code)."""


class _Wrong(Exception):
    """A key of the plan and why it is wrong."""


def parse(raw: Mapping[str, Any], today: date) -> Plan | PlanInvalid:
    """Read a plan; it starts `today` when it does not say otherwise."""
    try:
        for key in raw:
            if key not in KEYS:
                raise _Wrong(key, "unknown")
        step, weekdays = _every(raw.get("every", "day"))
        return _ordered(
            Plan(
                step=step,
                weekdays=weekdays,
                hours=_hours(raw.get("at", "09:00"), "at"),
                first=_day(raw.get("from", today), "from"),
                last=_day(raw["until"], "until") if raw.get("until") else None,
                times=_count(raw, "count"),
                window=_minutes(raw.get("window", "12 h"), "window"),
                reading_hours=str(raw.get("reading_hours", "")),
                phone=str(raw.get("phone", "")),
                late_after=_span(raw, "late_after"),
                nudge_after=_span(raw, "nudge_after"),
                quiet=_quiet(raw.get("quiet")),
                silence=_count(raw, "silence"),
                otherwise=_one_of(raw.get("otherwise", "email"), WAYS, "otherwise"),
                notify=_addresses(raw.get("notify", ()), "notify"),
                again_after=_span(raw, "again_after") or 240,
                alerts=_alerts(raw.get("alerts", ())),
                detail=_yes(raw.get("detail", False), "detail"),
                danger=_yes(raw.get("danger", True), "danger"),
                danger_unanswered=_yes(raw.get("danger_unanswered", False), "danger_unanswered"),
            )
        )
    except _Wrong as wrong:
        return PlanInvalid(key=wrong.args[0], why=wrong.args[1])


def _ordered(plan: Plan) -> Plan:
    if plan.last and plan.last < plan.first:
        raise _Wrong("until", "before_start")
    for key, minutes in (("late_after", plan.late_after), ("nudge_after", plan.nudge_after)):
        if minutes is not None and minutes >= plan.window:
            raise _Wrong(key, "after_window")
    return plan


def _every(raw: object) -> tuple[int, tuple[int, ...]]:
    if isinstance(raw, list) and raw and all(day in WEEKDAYS for day in raw):
        return 1, tuple(sorted({WEEKDAYS.index(day) for day in raw}))
    found = re.fullmatch(r"(?:(\d{1,3}) )?(day|week)s?", str(raw))
    if found is None or found[1] == "0":
        raise _Wrong("every", "not_understood")
    return int(found[1] or 1) * (7 if found[2] == "week" else 1), ()


def _hours(raw: object, key: str) -> tuple[str, ...]:
    listed = raw if isinstance(raw, list) else [raw]
    if not listed:
        raise _Wrong(key, "not_understood")
    try:
        hours = [time.fromisoformat(str(hour)) for hour in listed]
    except ValueError:
        raise _Wrong(key, "not_understood") from None
    if any(hour.tzinfo or hour.second or hour.microsecond for hour in hours):
        raise _Wrong(key, "not_understood")  # the hour is the patient's own, to the minute
    return tuple(sorted({hour.strftime("%H:%M") for hour in hours}))


def _quiet(raw: object) -> tuple[str, str] | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != 2:
        raise _Wrong("quiet", "not_understood")
    (begin,), (end,) = _hours(raw[0], "quiet"), _hours(raw[1], "quiet")
    if begin == end:
        raise _Wrong("quiet", "not_understood")
    return begin, end


def _day(raw: object, key: str) -> str:
    try:
        return date.fromisoformat(str(raw)).isoformat()  # a TOML date too; a date with an hour is refused
    except ValueError:
        raise _Wrong(key, "not_understood") from None


def _count(raw: Mapping[str, Any], key: str) -> int | None:
    found = raw.get(key)
    if found is None or (isinstance(found, int) and not isinstance(found, bool) and found > 0):
        return found
    raise _Wrong(key, "not_understood")


def _span(raw: Mapping[str, Any], key: str) -> int | None:
    return None if raw.get(key) is None else _minutes(raw[key], key)


def _minutes(raw: object, key: str) -> int:
    found = re.fullmatch(r"(\d{1,4}) ?(min|h|d|day|days)", str(raw))
    minutes = int(found[1]) * {"min": 1, "h": 60}.get(found[2], 1440) if found else 0
    if minutes <= 0:
        raise _Wrong(key, "not_understood")
    return minutes


def _one_of(raw: object, allowed: tuple[str, ...], key: str) -> str:
    if raw not in allowed:
        raise _Wrong(key, "not_understood")
    return str(raw)


def _yes(raw: object, key: str) -> bool:
    if not isinstance(raw, bool):
        raise _Wrong(key, "not_understood")
    return raw


def _addresses(raw: object, key: str) -> tuple[str, ...]:
    listed = [raw] if isinstance(raw, str) else raw
    if not isinstance(listed, list | tuple):
        raise _Wrong(key, "not_understood")
    found = [read_email(str(one)) for one in listed]
    if any(isinstance(one, Refused) for one in found):
        raise _Wrong(key, "no_address")
    return tuple(str(one) for one in found)


def _alerts(raw: object) -> tuple[AlertRule, ...]:
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ALERTS:
        raise _Wrong("alerts", "not_understood")
    return tuple(_alert(one, f"alerts[{number}]") for number, one in enumerate(raw))


def _alert(raw: object, key: str) -> AlertRule:
    if not isinstance(raw, Mapping) or not {"when", "text"} <= set(raw) <= OF_AN_ALERT:
        raise _Wrong(key, "not_understood")
    try:
        must_read(str(raw["when"]))
    except ValueError:
        raise _Wrong(f"{key}.when", "no_fhirpath") from None
    severity = _one_of(raw.get("severity", "high"), SEVERITIES, f"{key}.severity")
    notify = _addresses(raw.get("notify", ()), f"{key}.notify")
    show = _yes(raw.get("show", False), f"{key}.show")
    return AlertRule(str(raw["when"]), severity, str(raw["text"]).strip(), notify, show)
