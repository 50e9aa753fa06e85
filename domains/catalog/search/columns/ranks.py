"""Names as numbers that sort like them, so that a shelf can be put in the order of names without reading them."""

from bisect import bisect_left

LAST = "\U0010ffff"
Named = tuple[str, int]  # the name with what makes it unique, the slot


class Ranks:
    """A new name gets a number between its neighbours'; when there is no room left all are numbered anew."""

    def __init__(self) -> None:
        self._names: list[Named] = []
        self._ranks: list[float] = []

    def add(self, name: str, slot: int) -> dict[int, float]:
        """Ranks that are new or changed, by slot."""
        place = bisect_left(self._names, (name, slot))
        before = self._ranks[place - 1] if place else 0.0
        after = self._ranks[place] if place < len(self._ranks) else before + 2.0
        rank = (before + after) / 2
        self._names.insert(place, (name, slot))
        self._ranks.insert(place, rank)
        return {slot: rank} if before < rank < after else self._renumbered()

    def remove(self, name: str, slot: int) -> None:
        place = bisect_left(self._names, (name, slot))
        if place < len(self._names) and self._names[place] == (name, slot):
            del self._names[place], self._ranks[place]

    def beginning(self, text: str) -> tuple[float, float] | None:
        """Between which two ranks, both included, all names lie that begin like this; None where there are none."""
        first, end = bisect_left(self._names, (text, 0)), bisect_left(self._names, (text + LAST, 0))
        return (self._ranks[first], self._ranks[end - 1]) if first < end else None

    def _renumbered(self) -> dict[int, float]:
        self._ranks = [float(number + 1) for number in range(len(self._names))]
        return {slot: rank for (_, slot), rank in zip(self._names, self._ranks, strict=True)}
