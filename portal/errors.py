"""Every way the portal says no: refusals (values that commit) and faults (exceptions that roll back)."""

import re
from datetime import timedelta
from typing import Any, ClassVar


class Refused:
    """A foreseen no: returned, never raised, so that what was counted on the way (tries, sends) commits.

    `code` names it for the one place that turns codes into sentences; `facts` fill the sentence.
    """

    code: ClassVar[str] = "refused"
    known: ClassVar[dict[str, type["Refused"]]] = {}

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        Refused.known[cls.code] = cls

    def __init__(self, **facts: Any) -> None:
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.facts == getattr(other, "facts", None)

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.facts))))

    def __repr__(self) -> str:
        # Facts may be personal (an address, a name): a repr ends up in logs, so it names them only.
        return f"{type(self).__name__}({', '.join(sorted(self.facts))})"


class PortalError(Exception):
    """Something broke: the transaction rolls back and the operator is told."""

    code: ClassVar[str] = "broken"


class Fenced(PortalError):
    """The lease on this lane was taken over by another worker, so this work must not commit."""

    code = "fenced"


class KeyUnknown(PortalError):
    """Data was sealed with a key that is not in the key ring, or was altered."""

    code = "key_unknown"


class StorageDown(PortalError):
    """The database cannot be reached, is locked, or its disk is full: nothing was kept, try again."""

    code = "storage_down"


class SchemaBehind(PortalError):
    """The database's schema is not at the version this code needs: run `masante migrate`."""

    code = "schema_behind"


class SchemaAhead(PortalError):
    """The database's schema is newer than this code: start the version that made it, or a newer one."""

    code = "schema_ahead"


class TookTooLong(PortalError):
    """What was to be worked out did not end in time, or took too much memory, and was stopped."""

    code = "took_too_long"


class TryLater(PortalError):
    """A delivery did not pass this time; it is worth another try after `delay`. `perhaps` it did: nobody answered."""

    code = "try_later"

    def __init__(self, delay: timedelta, reason: str, *, perhaps: bool = False) -> None:
        super().__init__(reason)
        self.delay = delay
        self.reason = reason
        self.perhaps = perhaps


class GiveUp(PortalError):
    """A delivery will never pass: the address is gone, or refuses us. `reason` is a code, not a sentence."""

    code = "give_up"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
