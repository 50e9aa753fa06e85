"""Arrays that grow together."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LEAST = 1024


class Growing:
    """Columns of one length; `size` counts the places in use, `whole` has room for more. New places are `empty`."""

    def __init__(self) -> None:
        self.size = 0
        self._capacity = LEAST
        self.whole: dict[str, NDArray[Any]] = {}
        self._empty: dict[str, Any] = {}

    def column(self, name: str, dtype: DTypeLike, empty: Any = 0) -> None:
        self._empty[name] = empty
        self.whole[name] = np.full(self._capacity, empty, dtype=dtype)

    def __contains__(self, name: str) -> bool:
        return name in self.whole

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The places in use: a view, good until something is added."""
        return self.whole[name][: self.size]

    def grow_to(self, size: int) -> None:
        if size > self._capacity:
            capacity = max(size, self._capacity * 3 // 2)
            for name, column in self.whole.items():
                longer = np.full(capacity, self._empty[name], dtype=column.dtype)
                longer[: self._capacity] = column
                self.whole[name] = longer
            self._capacity = capacity
        self.size = max(self.size, size)

    def keep(self, places: NDArray[np.intp]) -> None:
        """Leave out all places but these, in this order."""
        for name, column in self.whole.items():
            column[: len(places)] = column[places]
            column[len(places) :] = self._empty[name]
        self.size = len(places)
