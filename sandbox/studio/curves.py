"""Lines drawn through a few points: profiles for the lathe, paths for handles, outlines for blades."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .noise import Array


def smooth(points: Sequence[Sequence[float]] | Array, steps: int = 16) -> Array:
    """Through all of the points (Catmull and Rom's spline); one given twice makes a corner."""
    known = np.asarray(points, np.float64)
    padded = np.vstack([2 * known[0] - known[1], known, 2 * known[-1] - known[-2]])
    at = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if not np.allclose(b, c):
            cubic = -a + 3 * b - 3 * c + d
            parts.append(0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + cubic * at**3))
    return np.vstack([*parts, known[-1:]])


def profile(points: Sequence[Sequence[float]], steps: int = 16) -> Array:
    """For the lathe: as `smooth`, and nowhere across the axis."""
    line = smooth(points, steps)
    drawn = divided(line, max(0.12, float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) / 190))
    drawn[:, 0] = np.maximum(drawn[:, 0], 1e-4)
    drawn[[0, -1], 0] = 0
    return drawn


def polished(points: Sequence[Sequence[float]], radius: float, steps: int = 6) -> Array:
    """Straight from corner to corner, each corner rounded by about `radius`, long lines divided."""
    known = np.asarray(points, np.float64)
    parts = [known[:1]]
    for before, corner, after in zip(known, known[1:], known[2:], strict=False):
        towards, away = before - corner, after - corner
        reach = min(radius, *(0.45 * float(np.linalg.norm(each)) for each in (towards, away)))
        start, end = (corner + each / np.linalg.norm(each) * reach for each in (towards, away))
        at = np.linspace(0, 1, steps)[:, None]
        parts.append((1 - at) ** 2 * start + 2 * at * (1 - at) * corner + at**2 * end)
    return divided(np.vstack([*parts, known[-1:]]), 0.25)


def divided(line: Array, longest: float) -> Array:
    """No step longer than `longest`."""
    parts = [line[:1]]
    for start, end in pairwise(line):
        count = max(1, int(np.ceil(np.linalg.norm(end - start) / longest)))
        parts.append(start + (end - start) * np.linspace(0, 1, count + 1)[1:, None])
    return np.vstack(parts)


def turned_profile(points: Sequence[Sequence[float]], radius: float = 0.15) -> Array:
    """For the lathe: crisp forms with a fine rounding of their edges."""
    drawn = polished(points, radius)
    drawn[:, 0] = np.maximum(drawn[:, 0], 1e-4)
    drawn[[0, -1], 0] = 0
    return drawn
