"""A picture before it is taken: the parts that stand on the paper, and where the camera looks from."""

from dataclasses import dataclass

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
