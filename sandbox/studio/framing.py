"""Where the camera stands so that the goods fill the picture as much as they should."""

from dataclasses import dataclass

import numpy as np

from .noise import Array
from .shots import Shot

WIDE = 18.0  # degrees across: a long lens, no bulging rims
ASPECT = 4 / 5


@dataclass(frozen=True)
class Frame:
    """`size` is how far the goods reach from their middle: light and paper are measured by it."""

    eye: Array
    target: Array
    size: float


def framed(shot: Shot) -> Frame:
    points = np.concatenate([part.solid.points for part in shot.parts])
    target = (points.min(axis=0) + points.max(axis=0)) / 2
    size = float(np.linalg.norm(points - target, axis=1).max())
    angle = np.radians(shot.above)
    away = np.array([0, -np.cos(angle), np.sin(angle)])
    right, up = np.array([1.0, 0, 0]), np.array([0, np.sin(angle), np.cos(angle)])
    distance = 8 * size
    for _ in range(6):
        seen = points - target
        depth = distance - seen @ away
        x, y = seen @ right / depth, seen @ up / depth
        target = target + ((x.max() + x.min()) / 2 * right + (y.max() + y.min()) / 2 * up) * distance
        reach = np.tan(np.radians(WIDE / 2)) * shot.fills
        distance *= max(np.ptp(x) / 2 / reach, np.ptp(y) / 2 / (reach / ASPECT * 0.92))
    return Frame(target + away * distance, target, size)
