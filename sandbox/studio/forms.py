"""What goods are put together from: bars along a path, boxes with soft edges, folded cloth."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from .curves import smooth
from .noise import Array, cloudy
from .solids import Solid, loft, sheet


def bar(path: Array, wide: Array | float, thick: Array | float, sides: int = 48, square: float = 2.0) -> Solid:
    """Along a path; half `wide` sideways and half `thick` the other way at each of its points. `square`: 2 is an
    ellipse, more comes nearer to a rectangle."""
    count = len(path)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = _across(along)
    up = np.cross(along, side)
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    cos, sin = (np.sign(each) * np.abs(each) ** (2 / square) for each in (np.cos(angles), np.sin(angles)))
    half_wide = np.broadcast_to(np.asarray(wide, np.float64), count)[:, None, None]
    half_thick = np.broadcast_to(np.asarray(thick, np.float64), count)[:, None, None]
    rings = (
        path[:, None] + side[:, None] * half_wide * cos[None, :, None] + up[:, None] * half_thick * sin[None, :, None]
    )
    return loft(rings, path[0], path[-1])


def rounded_ends(count: int, share: float = 0.08) -> Array:
    """Factors for a bar's thickness: full, and round towards either end."""
    at = np.linspace(0, 1, count)
    near = np.clip(np.minimum(at, 1 - at) / share, 0, 1)
    return np.sqrt(np.clip(1 - (1 - near) ** 2, 0.0004, 1))


def block(size: tuple[float, float, float], radius: float, grid: float = 0.12) -> Solid:
    """A box standing on the ground around the origin, all edges rounded."""
    length, width, height = size
    counts = (int(np.clip(each / grid, 8, 700)) for each in (length, width))
    across = [_soft_axis(each, radius, count) for each, count in zip((length, width), counts, strict=True)]
    x, y = np.meshgrid(*across, indexing="ij")
    fallen = np.minimum(radius, np.hypot(_edge_drop(x, length, radius), _edge_drop(y, width, radius)))
    return sheet(np.stack([x, y, height - fallen], -1), np.stack([x, y, fallen], -1))


def _soft_axis(length: float, radius: float, count: int) -> Array:
    """From end to end, close together where the edge is round."""
    bend = length / 2 - radius * (1 - np.sin(np.linspace(0, np.pi / 2, 9)))
    straight = np.linspace(-(length / 2 - radius), length / 2 - radius, count)
    return np.concatenate([-bend[:0:-1], straight, bend[1:]])


def _edge_drop(at: Array, length: float, radius: float) -> Array:
    into = np.clip(np.abs(at) - (length / 2 - radius), 0, radius)
    return radius - np.sqrt(np.maximum(radius**2 - into**2, 0))


def folded(
    length: float,
    width: float,
    layers: int,
    thickness: float,
    uneven: float,
    seed: int,
    relief: Callable[[Array, Array], Array],
) -> Solid:
    """A cloth folded over itself, lying on the ground, its first fold in front; `relief` raises the weave at (along,
    across)."""
    path, facing = _serpentine(length, layers, thickness * 1.12)
    steps = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    across = np.linspace(-width / 2, width / 2, int(np.clip(width / 0.18, 60, 300)))
    rows, columns = np.meshgrid(np.arange(len(path)), across, indexing="ij")
    middle = np.stack([columns, path[rows, 0], path[rows, 1]], -1)
    out = np.stack([np.zeros_like(columns), facing[rows, 0], facing[rows, 1]], -1)
    raised = relief(steps[rows], columns)[..., None]
    sway = cloudy(middle.reshape(-1, 3) * (0.09, 0.09, 0.02), seed).reshape(rows.shape)
    edge = cloudy(middle.reshape(-1, 3) * (0.05, 0.05, 0.9), seed + 9).reshape(rows.shape)
    shifted = middle + np.stack([edge * uneven * 0.8, edge * uneven * 0.5, sway * uneven * middle[..., 2] / 2], -1)
    return sheet(shifted + out * (thickness / 2 + raised), shifted - out * (thickness / 2 + raised)).grounded()


def _serpentine(length: float, layers: int, rise: float) -> tuple[Array, Array]:
    """The line of a folded cloth seen from the side, and the direction its outer face looks at each point."""
    runs = []
    half_turn = np.linspace(-np.pi / 2, np.pi / 2, 15)[1:-1]
    for layer in range(layers):
        height = layer * rise
        run = np.linspace(-length / 2, length / 2, int(np.clip(length / 0.18, 60, 300)))
        forward = layer % 2 == 1
        runs.append(np.stack([run if forward else run[::-1], np.full_like(run, height)], -1))
        if layer < layers - 1:
            side = 1 if forward else -1
            bend = np.stack(
                [side * (length / 2 + np.cos(half_turn) * rise / 2), height + rise / 2 + np.sin(half_turn) * rise / 2],
                -1,
            )
            runs.append(bend)
    path = np.vstack(runs)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    return path, np.stack([-along[:, 1], along[:, 0]], -1)


def ring_handle(points: Sequence[Sequence[float]], wide: float, thick: float) -> Solid:
    """A handle of clay through a few points: flat like a strap, a little thicker where it meets the wall."""
    path = smooth(points, 20)
    at = np.linspace(-1, 1, len(path))
    return bar(path, wide * (1 + 0.3 * at**4), thick * (1 + 0.45 * at**6), square=2.6)


def _across(along: Array) -> Array:
    """Sideways at each point of a path: level where the path is not upright, and never twisted."""
    side = np.cross(along, (0.0, 0.0, 1.0))
    length = np.linalg.norm(side, axis=1)
    steep = length < 1e-3
    if steep.all():
        return np.broadcast_to(np.array([1.0, 0, 0]), along.shape)
    side[steep] = side[~steep][0]
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    flips = np.cumprod(np.where(np.einsum("ij,ij->i", side[1:], side[:-1]) < 0, -1.0, 1.0))
    side[1:] *= flips[:, None]
    return side


def stretched(solid: Solid, x: float = 1.0, y: float = 1.0, z: float = 1.0) -> Solid:
    """What was turned round made oval; its pattern goes with it."""
    return replace(solid, points=solid.points * np.array([x, y, z]))


def spouted(solid: Solid, low: float, high: float, reach: float) -> Solid:
    """A lip pulled out of a wall towards +x, from nothing at the height `low` to `reach` at the height `high`."""
    x, y, z = solid.points.T
    share = np.clip((z - low) / (high - low), 0, 1) ** 2 * np.exp(-((np.arctan2(y, x) / 0.38) ** 2))
    pulled = np.stack([reach * share, -0.35 * y * share, 0.25 * reach * share], -1)
    return replace(solid, points=solid.points + pulled)
