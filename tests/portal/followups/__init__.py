"""Follow-ups: time and answers."""

from dataclasses import replace

from portal.authorisations import Access, Right


def to(access: Access, right: Right) -> Access:
    """Return the same access, asked for another right."""
    return replace(access, right=right)
