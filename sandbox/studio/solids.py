"""Closed surfaces in centimetres, z upwards: lofted through rings, turned on a lathe, or a sheet with a thickness."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .noise import Array

Faces = npt.NDArray[np.int64]
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Solid:
    """`own` are the points before anything was moved: what grows through it, like grain, stays with it."""

    points: Array
    faces: Faces
    own: Array

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> "Solid":
        return replace(self, points=self.points + np.array([x, y, z]))

    def turned(self, axis: str, degrees: float) -> "Solid":
        angle = np.radians(degrees)
        first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        turning = np.eye(3)
        turning[[first, second], [first, second]] = np.cos(angle)
        turning[first, second], turning[second, first] = -np.sin(angle), np.sin(angle)
        return replace(self, points=self.points @ turning.T)

    def pushed(self, by: Callable[[Array], Array]) -> "Solid":
        """Every point moved along its normal by what is given for it."""
        return replace(self, points=self.points + self.normals() * by(self.own)[:, None])

    def grounded(self) -> "Solid":
        return self.moved(z=-float(self.points[:, 2].min()))

    def normals(self) -> Array:
        corners = self.points[self.faces]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        summed = np.zeros_like(self.points)
        for corner in range(3):
            np.add.at(summed, self.faces[:, corner], across)
        return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12), np.float64)

    def volume(self) -> float:
        """Less than nothing where the normals point inwards."""
        one, two, three = np.moveaxis(self.points[self.faces], 1, 0)
        return float(np.einsum("ij,ij->", one, np.cross(two, three)) / 6)

    def is_closed(self) -> bool:
        """Every edge belongs to two faces, which run along it in opposite directions."""
        start, end = np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]]).T
        there, back = (np.sort(one * len(self.points) + other) for one, other in ((start, end), (end, start)))
        return bool((np.diff(there) > 0).all() and np.array_equal(there, back))


def loft(rings: Array, first: Point | Array, last: Point | Array) -> Solid:
    """A skin over closed rings (rings × points × 3), drawn together in a point at either end."""
    count, around, _ = rings.shape
    ring, place = np.arange(count - 1)[:, None], np.arange(around)[None]
    following = (place + 1) % around
    a, b = ring * around + place, ring * around + following
    c, d = b + around, a + around
    begin, end = count * around, count * around + 1
    turn, after = np.arange(around), (np.arange(around) + 1) % around
    tail = (count - 1) * around
    faces = np.concatenate(
        [
            *(np.stack(each, -1).reshape(-1, 3) for each in ((a, b, c), (a, c, d))),
            np.stack([np.full(around, begin), after, turn], -1),
            np.stack([np.full(around, end), tail + turn, tail + after], -1),
        ]
    )
    points = np.concatenate([rings.reshape(-1, 3), [first, last]])
    return _outward(points, faces)


def lathe(profile: Array, sides: int = 256) -> Solid:
    """Turned around the z axis; the profile (radius, height) begins and ends on it."""
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius, height = profile[1:-1].T
    flat = radius[:, None, None] * np.stack([np.cos(angles), np.sin(angles)], -1)[None]
    rings = np.concatenate([flat, np.broadcast_to(height[:, None, None], (*flat.shape[:2], 1))], -1)
    return loft(rings, (0, 0, profile[0, 1]), (0, 0, profile[-1, 1]))


def sheet(upper: Array, lower: Array) -> Solid:
    """Two grids of the same shape (rows × columns × 3), face to face, sewn together along their edges."""
    rows, columns, _ = upper.shape
    cell = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (cell[:-1, :-1], cell[1:, :-1], cell[1:, 1:], cell[:-1, 1:]))
    top = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
    border = np.concatenate([cell[:-1, 0], cell[-1, :-1], cell[:0:-1, -1], cell[0, :0:-1]])
    after = np.roll(border, -1)
    below = rows * columns
    rim = [np.stack([after, border, border + below], -1), np.stack([after, border + below, after + below], -1)]
    points = np.concatenate([upper.reshape(-1, 3), lower.reshape(-1, 3)])
    return _outward(points, np.concatenate([top, top[:, ::-1] + below, *rim]))


def _outward(points: Array, faces: Faces) -> Solid:
    made = Solid(points, faces.astype(np.int64), points)
    return made if made.volume() > 0 else replace(made, faces=made.faces[:, ::-1])
