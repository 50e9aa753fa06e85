"""Bath: towels."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..forms import folded
from ..materials import Colour, cloth
from ..noise import Array
from ..shots import Part, Shot
from .palette import SAGE, WHITE

CELL = 0.8


def _waffle(along: Array, across: Array) -> Array:
    """Square pits between raised threads, flat along the hem."""
    wall = np.maximum(np.abs(np.cos(np.pi * along / CELL)), np.abs(np.cos(np.pi * across / CELL))) ** 4
    inner = np.clip((np.abs(across).max() - 1.2 - np.abs(across)) * 4, 0, 1)
    return np.asarray(0.17 * wall * inner, np.float64)


def towels(colour: Colour) -> Shot:
    parts: list[Part] = []
    for level in range(3):
        towel = folded(24, 34, 3, 0.5, 0.9, 70 + level, _waffle).turned("z", 27 + (0, -1.5, 2)[level])
        top = max((float(part.solid.points[:, 2].max()) for part in parts), default=0.0)
        parts.append(
            Part(towel.moved(x=(0, -0.4, 0.3)[level], z=max(top - 0.3, 0.0)), cloth(colour, thread=0.2, seed=level))
        )
    return Shot(tuple(parts), above=28, fills=0.78)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    "waffle-towel-white.jpg": partial(towels, WHITE),
    "waffle-towel-sage.jpg": partial(towels, SAGE),
}
