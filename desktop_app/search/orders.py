"""Chooses the orders in which words near each other are asked for, so that none is missed.

The executor joins words one after the other, each outside those before it: asked for as a b c,
it does not find a c b.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations


@cache
def choose_orders(count: int) -> tuple[tuple[int, ...], ...]:
    """Return orders of words such that any arrangement of them is found by one.

    An order finds the arrangements in which each of its words stands outside those before it.
    """
    orders = list(permutations(range(count)))
    left = set(orders)
    chosen = []
    while left:
        found = {order: {one for one in left if _grows(order, one)} for order in orders}
        best = max(found, key=lambda order: len(found[order]))
        left -= found[best]
        chosen.append(best)
    return tuple(chosen)


def _grows(order: tuple[int, ...], arranged: tuple[int, ...]) -> bool:
    """Return whether the first words of `order` always stand side by side in `arranged`."""
    places = [arranged.index(word) for word in order]
    return all(
        max(places[:end]) - min(places[:end]) == end - 1 for end in range(1, len(places) + 1)
    )
