"""Patients in a closed loop: each asks for her form, taps an answer on what the bot shows, until it is sent."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

WARM_UP = 0.1  # of the patients: what they met first is not counted
ENDS = ("m:envois", "m:menu")  # the first button of a last word: ours, the rival's


@dataclass
class Patient:
    """One person: what she last did and when, and the labels of the answers she tapped."""

    chat: int
    asked_at: float = 0.0
    tapped: str = ""  # the data of the button tapped last
    last: dict[str, Any] = field(default_factory=dict)  # the update, to do it again
    answers: list[str] = field(default_factory=list)
    finished: bool = False
    repeats: int = 0


class Crowd:
    """Some patients at once; when one has finished, the next one begins."""

    def __init__(
        self, patients: Sequence[int], at_once: int, deliver: Callable[[dict[str, Any]], None]
    ) -> None:
        self._waiting = iter(patients)
        self._total = len(patients)
        self._at_once = at_once
        self._deliver = deliver
        self._here: dict[int, Patient] = {}
        self._answered = self._taps = 0
        self._seconds: list[float] = []
        self._from = self._until = 0.0

    def begin(self) -> None:
        """Let the first ones in."""
        for _ in range(self._at_once):
            self._next()

    def see(self, shown: dict[str, Any]) -> None:
        """Take what the bot put into a chat as its reply, and tap on it at once."""
        patient = self._here.get(shown["chat"]["id"])
        rows = shown.get("reply_markup", {}).get("inline_keyboard")
        if patient is None or patient.finished or not rows:
            return
        buttons = [button for row in rows for button in row]
        if any(button.get("callback_data") == patient.tapped for button in buttons):
            patient.repeats += 1  # what she has answered already: said twice around a crash
            return
        self._count(patient)
        if buttons[0].get("callback_data") in ENDS:
            patient.finished = True
            self._next()
        else:
            self._tap(patient, _chosen(patient, buttons), shown)

    def told(self) -> dict[str, Any]:
        """Tell how far they are; `seconds` from update to reply, without the beginning and the end."""
        people = self._here.values()
        return {
            "answered": self._answered,
            "finished": sum(patient.finished for patient in people),
            "stuck_for": time.perf_counter() - max((p.asked_at for p in people), default=0.0),
            "repeats": {patient.chat: patient.repeats for patient in people},
            "answers": {patient.chat: patient.answers for patient in people},
            "seconds": self._seconds,
            "lasted": self._until - self._from,
            "total": self._total,
        }

    def insist(self) -> int:
        """Have everyone who still waits do again what she did last."""
        waiting = [patient for patient in self._here.values() if not patient.finished]
        for patient in waiting:
            self._do(patient, patient.last)
        return len(waiting)

    def _next(self) -> None:
        now = time.perf_counter()
        chat = next(self._waiting, None)
        if chat is None:
            self._until = self._until or now
            return
        self._here[chat] = patient = Patient(chat)
        if not self._from and len(self._here) > self._at_once + WARM_UP * self._total:
            self._from = now
        message = {"message_id": chat, "date": 1_700_000_000, **places(chat), "text": "/suivi"}
        self._do(patient, {"message": {**message, "entities": [COMMAND]}})

    def _tap(self, patient: Patient, button: dict[str, Any], shown: dict[str, Any]) -> None:
        patient.tapped = button["callback_data"]
        self._taps += 1
        query = {"id": str(self._taps), "from": _person(patient.chat), "chat_instance": "1"}
        self._do(patient, {"callback_query": {**query, "message": shown, "data": patient.tapped}})

    def _do(self, patient: Patient, update: dict[str, Any]) -> None:
        patient.asked_at, patient.last = time.perf_counter(), update
        self._deliver(update)

    def _count(self, patient: Patient) -> None:
        self._answered += 1
        if self._from and not self._until:
            self._seconds.append(time.perf_counter() - patient.asked_at)


COMMAND = {"type": "bot_command", "offset": 0, "length": 6}


def _chosen(patient: Patient, buttons: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose an answer, the same one at every run; where none is asked for, the first button."""
    options = [button for button in buttons if button["callback_data"].rpartition(":")[2].isdigit()]
    if not options:
        return buttons[0]
    button = random.Random(f"{patient.chat} {len(patient.answers)}").choice(options)
    patient.answers.append(button["text"])
    return button


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Léa", "language_code": "fr"}


def places(chat: int) -> dict[str, Any]:
    """Return where and by whom a message is written in a private chat."""
    return {"chat": {"id": chat, "type": "private", "first_name": "Léa"}, "from": _person(chat)}
