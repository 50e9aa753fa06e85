"""How large a product is whose variants may be of several sizes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

Sides = tuple[int, int, int]  # length, width and height in millimetres


class Sized(Protocol):
    @property
    def length(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True)
class ShelfSize:
    """The smallest a product is sold in, and whether there are larger ones."""

    sides: Sides
    varies: bool


def sides_of(size: Sized | None) -> Sides | None:
    return (size.length, size.width, size.height) if size else None


def shelf_size(sizes: Iterable[Sides | None]) -> ShelfSize | None:
    """None where nobody has measured."""
    known = {each for each in sizes if each}
    return ShelfSize(min(known), len(known) > 1) if known else None
