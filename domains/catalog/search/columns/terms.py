"""The values of one facet: each product or variant bears a set of them, and a column holds one number per set."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Terms:
    """Set 0 is the empty one. `Red` and `red` are one value, written as it was seen first."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self._values: dict[str, int] = {}
        self._sets: dict[tuple[int, ...], int] = {(): 0}
        self._as_written: dict[tuple[str, ...], int] = {}
        self._members: list[tuple[int, ...]] = [()]
        self._flat: _Flat | None = None

    def code(self, values: Iterable[str]) -> int:
        """The number of this set, given to it now if it is new."""
        written = tuple(values)
        known = self._as_written.get(written)
        if known is None:
            known = self._as_written[written] = self._new_code(written)
        return known

    def known(self, values: Collection[str]) -> list[int]:
        """Numbers of those of the values that there are."""
        return [self._values[folded] for value in values if (folded := fold(value)) in self._values]

    def bearing(self, values: Collection[str]) -> Flags:
        """By set: whether it holds any of these values."""
        chosen = np.zeros(len(self.labels) + 1, dtype=np.bool_)
        chosen[self.known(values)] = True
        flat = self._flattened()
        found = np.zeros(len(self._members), dtype=np.bool_)
        found[flat.sets[chosen[flat.members]]] = True
        return found

    def counted(self, codes: Codes) -> Codes:
        """By value: how many of these sets, given by their numbers, hold it."""
        flat = self._flattened()
        if len(codes) * 2 < len(flat.members):
            lengths = flat.lengths[codes]
            ends = np.cumsum(lengths)
            places = np.repeat(flat.starts[codes] - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)
            return np.bincount(flat.members[places], minlength=len(self.labels))
        by_set = np.bincount(codes, minlength=len(self._members))
        return np.bincount(flat.members, weights=by_set[flat.sets], minlength=len(self.labels)).astype(np.intp)

    def only_value(self) -> Codes:
        """By set: its only value, -1 for the empty set. For columns whose sets hold one value at most."""
        flat = self._flattened()
        values = np.full(len(self._members), -1, dtype=np.intp)
        values[flat.sets] = flat.members
        return values

    def __len__(self) -> int:
        return len(self._members)

    def _new_code(self, values: tuple[str, ...]) -> int:
        members = tuple(sorted({self._value(value) for value in values}))
        known = self._sets.get(members)
        if known is None:
            known = self._sets[members] = len(self._members)
            self._members.append(members)
            self._flat = None
        return known

    def _value(self, value: str) -> int:
        folded = fold(value)
        if folded not in self._values:
            self._values[folded] = len(self.labels)
            self.labels.append(value.strip())
        return self._values[folded]

    def _flattened(self) -> "_Flat":
        if self._flat is None:
            self._flat = _Flat.of(self._members)
        return self._flat


@dataclass(frozen=True)
class _Flat:
    """All sets one after the other: `members`, and beside each the number of its set; where each set begins."""

    sets: Codes
    members: Codes
    starts: Codes
    lengths: Codes

    @classmethod
    def of(cls, all_members: Sequence[tuple[int, ...]]) -> "_Flat":
        lengths = np.fromiter(map(len, all_members), dtype=np.intp, count=len(all_members))
        members = np.fromiter(chain.from_iterable(all_members), dtype=np.intp, count=int(lengths.sum()))
        return cls(np.repeat(np.arange(len(lengths)), lengths), members, np.cumsum(lengths) - lengths, lengths)


def fold(value: str) -> str:
    return value.strip().casefold()
