"""The verdict: what patients did, against what is stored; what was sent, against what arrived."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, select

from portal import journal
from portal.bookmarks import ACTIVE, BookmarkRow
from portal.mailroom.model import Outgoing
from portal.work import Work, Workroom
from simulator import Simulator
from tests.faults.crowd import Crowd
from tests.faults.patients import RECAP, THANKS, Patient
from tests.journeys import people
from tests.journeys.phone import words
from tests.waiting import waiting

LEFT = ("sent", "unchanged", "needless")  # how what must leave ends on a good day
LATER = (
    "unanswered"  # waits ten minutes, whether anybody answers that it is urgent: some answers sound of danger
)
PERHAPS = "perhaps"  # twice begun, and killed each time before it was known whether it had left


@dataclass
class Verdict:
    """What the faults did; of the first part, everything but `patients` should be 0.

    A message may be repeated once for each fault and chat: Telegram has no key against doubles.
    """

    patients: int = 0
    unthanked: int = 0
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    stuck: int = 0  # conversations still under way, updates and messages that wait or were set aside
    unsaid: int = 0  # what had to leave, by any way, and never did
    unread: int = 0  # e-mails and SMS that nobody received
    disordered: int = 0  # chats where something came before what it follows
    broken: int = 0  # journal lines that are not what was written

    thrice: int = 0  # messages that came more than twice

    faults: int = field(default=0, compare=False)
    perhaps: int = field(default=0, compare=False)  # that met two faults, and were not sent a third time
    repeated: int = field(default=0, compare=False)  # messages that came twice, all in all
    most_repeated: int = field(default=0, compare=False)  # in one chat, by one fault
    refused: int = field(default=0, compare=False)  # photos that could not be kept, as was told
    restarts: int = field(default=0, compare=False)  # processes that ended by themselves
    slowest: float = field(default=0, compare=False)  # seconds until an orderly end
    codes: set[int | None] = field(default_factory=set, compare=False)  # how processes ended
    # Seconds after a fault until everybody had gone on, at most.
    back: float = field(default=0, compare=False)

    def figures(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self) | {"codes": sorted(map(str, self.codes))}


def judge(crowd: Crowd, portal: Workroom, faults_at: list[int]) -> Verdict:
    """Look at everything; `faults_at`: after how many calls to Telegram each fault began."""
    verdict = Verdict(len(crowd.patients), faults=len(faults_at))
    said = _said(crowd.sim)
    for account_id, patient in crowd.patients.items():
        _judge_one(verdict, patient, [_answers(one) for one in portal.do(people.responses, account_id)])
        verdict.disordered += _disordered(patient, said[patient.person.user_id])
    verdict.stuck, verdict.unsaid, verdict.perhaps, sent = portal.do(_left)
    verdict.unread = _unread(crowd, sent)
    verdict.broken = len(journal.verify(portal).broken)
    copies, repeats = _repeats(crowd.sim, faults_at)
    verdict.thrice = sum(count > 2 for count in copies.values())
    verdict.repeated, verdict.most_repeated = sum(repeats.values()), max(repeats.values(), default=0)
    return verdict


def _judge_one(verdict: Verdict, patient: Patient, kept: list[list[Any]]) -> None:
    verdict.lost += not kept
    verdict.doubled += len(kept) > 1
    verdict.altered += any(one != patient.given() for one in kept)
    verdict.unthanked += not any(THANKS in words(message) for message in patient.said_by_bot())
    verdict.refused += patient.refused


def _said(sim: Simulator) -> dict[int, list[str]]:
    """Return what the bot said in each chat, in order, whatever became of it there."""
    said: dict[int, list[str]] = defaultdict(list)
    for call in sim.world.calls.since(0, None, None):
        if call["ok"] is not False and "text" in call["params"]:
            said[call["chat_id"]].append(call["params"]["text"])
    return said


def _disordered(patient: Patient, said: list[str]) -> bool:
    """Tell whether something was first said before what it follows; a recap names every question."""
    asking = [RECAP if RECAP in one else one for one in said]
    firsts = [next((n for n, one in enumerate(asking) if what in one), -1) for what in patient.asked]
    return firsts != sorted(firsts)


def _answers(resource: dict[str, Any]) -> list[Any]:
    values = [next(iter(item["answer"][0].items())) for item in resource["item"]]
    return [
        int(value) if not isinstance(value, bool | str) else value
        for kind, value in values
        if kind != "valueAttachment"
    ]


def _left(work: Work) -> tuple[int, int, int, Counter[str]]:
    """Return what is stuck, what never left, what perhaps left twice, and what left by queue."""
    under_way = select(func.count()).select_from(BookmarkRow).where(BookmarkRow.__table__.c.state == ACTIVE)
    in_box, aside, *outgoing = waiting(work, "inbox", "aside", "telegram", "bulk", "sms", "email")
    row = Outgoing.__table__.c
    patient = select(func.count()).where(row.outcome.is_(None), row.what == LATER)
    left = sum(outgoing) - work.execute(patient).scalar_one()
    stuck = work.execute(under_way).scalar_one() + in_box + aside + left
    ended = select(row.queue, row.outcome, func.count()).where(row.outcome.is_not(None))
    found = work.execute(ended.group_by(row.queue, row.outcome)).all()
    unsaid = sum(n for _queue, outcome, n in found if outcome not in (*LEFT, PERHAPS))
    perhaps = sum(n for _queue, outcome, n in found if outcome == PERHAPS)
    return stuck, unsaid, perhaps, Counter({queue: n for queue, outcome, n in found if outcome == "sent"})


def _unread(crowd: Crowd, sent: Counter[str]) -> int:
    """Count the e-mails and SMS that left and that nobody has: a double of another does not stand for one."""
    inboxes = crowd.sim.world.inboxes
    people_ = [patient.person for patient in crowd.patients.values()]
    letters = sum(len({one["subject"] for one in inboxes.mail_to(one.email)}) for one in people_)
    texts = sum(len({one["text"] for one in inboxes.sms_to(one.phone)}) for one in people_)
    return max(0, sent["email"] - letters) + max(0, sent["sms"] - texts)


def _repeats(sim: Simulator, faults_at: list[int]) -> tuple[Counter[str], Counter[tuple[int, int]]]:
    """Count what was sent, word for word and button for button; and what came again, by chat and by the fault before it."""
    copies: Counter[str] = Counter()
    repeats: Counter[tuple[int, int]] = Counter()
    for call in sim.world.calls.since(0, "sendMessage", None):
        if call["ok"] is False:
            continue
        what = str(sorted(call["params"].items()))
        if copies[what]:
            repeats[call["chat_id"], sum(at < call["n"] for at in faults_at)] += 1
        copies[what] += 1
    return copies, repeats
