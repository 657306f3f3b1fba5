"""Privacy: what a person can take along, how she leaves, and how nothing of her stays; across all features."""

from portal.privacy.exporting import (
    Asked,
    Ready,
    ask,
    by_id,
    by_token,
    claim,
    fetched,
    forget,
    give_up,
    go_on,
    later,
    made,
    note,
    put_part,
    under_way,
)
from portal.privacy.gathering import Child, Followed, Gathered, attached, gather, lines, named, responses
from portal.privacy.holds import place, release
from portal.privacy.leaving import PURPOSE, Back, Left, Prospect, come_back, leave, prospect, take_up
from portal.privacy.refusals import (
    AlreadyLeft,
    ErasureHeld,
    ExportUnderWay,
    ExportUnknown,
    HoldOver,
    NotHeld,
)
from portal.privacy.store import Hold
from portal.privacy.tending import erase_now, erase_step, tend

__all__ = [
    "PURPOSE", "AlreadyLeft", "Asked", "Back", "Child", "ErasureHeld", "ExportUnderWay", "ExportUnknown", "Followed",
    "Gathered", "Hold", "HoldOver", "Left", "NotHeld", "Prospect", "Ready", "ask", "attached", "by_id", "by_token",
    "claim", "come_back", "erase_now", "erase_step", "fetched", "forget", "gather", "give_up", "go_on",
    "later", "leave", "lines", "made", "named", "note", "place", "prospect", "put_part", "release", "responses",
    "take_up", "tend", "under_way",
]  # fmt: skip
