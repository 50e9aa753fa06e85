"""A picture before it is taken: the parts that stand on the paper, and where the camera looks from."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from .materials import Material
from .solids import Solid


@dataclass(frozen=True)
class Part:
    solid: Solid
    material: Material


@dataclass(frozen=True)
class Shot:
    """`above`: degrees the camera looks down; `fills`: how much of the picture the goods take; `depth`: how often the
    light may turn, more where there is glass, which also asks for black `cards` at its sides."""

    parts: tuple[Part, ...]
    above: float = 17.0
    fills: float = 0.74
    depth: int = 5
    samples: int = 6
    cards: bool = False


def again(shot: Callable[[], Shot], above: float, turned: float = 0.0) -> Shot:
    """The same goods a second time, from another height or another side."""
    first = shot()
    parts = tuple(replace(part, solid=part.solid.turned("z", turned)) for part in first.parts)
    return replace(first, parts=parts, above=above)
