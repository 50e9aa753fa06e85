"""Smooth randomness in space, the same on every machine: what gives wood, glaze and cloth their unevenness."""

from itertools import product

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def noise(points: Array, seed: int) -> Array:
    """One value of -1 to 1 for each point, changing over about one unit of length."""
    cell = np.floor(points)
    within = points - cell
    blend = within * within * (3 - 2 * within)
    total = np.zeros(len(points))
    for corner in product((0, 1), repeat=3):
        share = np.prod(np.where(corner, blend, 1 - blend), axis=1)
        total += share * _drawn(cell.astype(np.int64) + corner, seed)
    return total


def cloudy(points: Array, seed: int, octaves: int = 4) -> Array:
    """Noise on several scales, each half as large and half as strong."""
    layers = [noise(points * 2**octave, seed + octave) / 2**octave for octave in range(octaves)]
    return np.asarray(np.sum(layers, axis=0), np.float64)


def _drawn(cells: npt.NDArray[np.int64], seed: int) -> Array:
    mixed = cells.astype(np.uint64) @ np.array([73856093, 19349663, 83492791], np.uint64) + np.uint64(seed * 2654435761)
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray((mixed >> np.uint64(40)) / 2**23 - 1, np.float64)
