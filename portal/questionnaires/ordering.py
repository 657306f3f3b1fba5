"""In which order enablement settles: an item after those its enableWhen asks, and circles found."""

from collections.abc import Iterator, Mapping, Sequence

from portal.questionnaires.model import Item


def settling_order(sequence: Sequence[Item], by_link: Mapping[str, Item]) -> tuple[Item, ...]:
    """Sort items so that what one depends on comes before it, as far as circles let it."""
    order: list[Item] = []
    state: dict[str, str] = {}
    for item in sequence:
        stack = [(item, iter(_before(item, by_link)))]
        while stack:
            current, rest = stack[-1]
            state.setdefault(current.link_id, "open")
            following = next((one for one in rest if one.link_id not in state), None)
            if following:
                stack.append((following, iter(_before(following, by_link))))
            else:
                stack.pop()
                if state[current.link_id] == "open":
                    state[current.link_id] = "done"
                    order.append(current)
    return tuple(order)


def circles(settling: Sequence[Item], by_link: Mapping[str, Item]) -> frozenset[str]:
    """Return the linkIds of items that depend on themselves, given the order in which items settle."""
    links = [item.link_id for item in settling]
    needs = {item.link_id: {one.link_id for one in _before(item, by_link)} for item in settling}
    left = _peel(links, needs)  # what leads nowhere is in no circle
    needed_by: dict[str, set[str]] = {link: set() for link in left}
    for link in left:
        for need in needs[link] & left:
            needed_by[need].add(link)
    return frozenset(_peel([link for link in reversed(links) if link in left], needed_by))


def _peel(links: Sequence[str], towards: Mapping[str, set[str]]) -> set[str]:
    """Take away, until nothing more goes, every link that points at nothing left."""
    left, before = set(links), -1
    while before != len(left):
        before = len(left)
        for link in links:
            if link in left and not towards[link] & left:
                left.discard(link)
    return left


def _before(item: Item, by_link: Mapping[str, Item]) -> Iterator[Item]:
    if len(item.lineage) > 1:
        yield by_link[item.lineage[-2]]
    for condition in item.conditions:
        if condition.question in by_link:
            yield by_link[condition.question]
