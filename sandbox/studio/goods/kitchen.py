"""Kitchen: knives, a board, a saucepan, a mortar."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, smooth, turned_profile
from ..forms import bar, block, rounded_ends
from ..materials import Colour, ground, metal, stone
from ..noise import Array, cloudy
from ..shots import Part, Shot, again
from ..solids import Solid, lathe, sheet
from .palette import BRASS, OAK, STEEL, WALNUT

COPPER: Colour = (222, 158, 132)
IRON: Colour = (58, 58, 60)


def _blade(length: float, heel: float) -> Solid:
    """Edge along y = 0 at the heel, spine above it; lying on its side, thin towards edge and tip."""
    top = smooth([(0, heel), (0.55 * length, 0.97 * heel), (0.85 * length, 0.72 * heel), (length, 0.34 * heel)], 40)
    low = smooth(
        [
            (0, 0),
            (0.4 * length, 0.0),
            (0.75 * length, 0.09 * heel),
            (0.93 * length, 0.22 * heel),
            (length, 0.34 * heel),
        ],
        32,
    )
    x = length * (1 - (1 - np.linspace(0, 1, 260)) ** 1.4)
    spine, edge = np.interp(x, *top.T), np.interp(x, *low.T)
    up = np.linspace(0, 1, 60)[None]
    y = edge[:, None] + (spine - edge)[:, None] * up
    taper = np.clip(1.0 - 0.75 * x / length, 0.2, 1)[:, None]
    bevel = np.clip(np.minimum(up * 6, 0.45 + 0.55 * up), 0, 1)
    half = 0.004 + 0.115 * taper * bevel
    flat = np.stack([np.broadcast_to(x[:, None], y.shape), y], -1)
    return sheet(np.concatenate([flat, half[..., None]], -1), np.concatenate([flat, -half[..., None]], -1))


def knife(length: float, heel: float, pins: int) -> Shot:
    """Two pins: a smaller one, its handle slighter in all directions."""
    grip, slight = (12.2, 1.0) if pins == 3 else (9.6, 0.8)
    top = heel - 0.35
    path = divided(np.array([[0.4, top - 0.75, 0], [-grip * 0.5, top - 0.62, 0], [-grip, top - 0.95, 0]]), 0.06)
    swelling = 1.05 + 0.18 * np.sin(np.pi * (np.linspace(0, 1, len(path)) * 1.3 - 0.35))
    ends = slight * rounded_ends(len(path), 0.05)
    bolster = divided(np.array([[0.7, top - 0.75, 0], [0.1, top - 0.75, 0]]), 0.05)
    parts = [
        Part(_blade(length, heel).moved(x=0.4), ground(STEEL, heel)),
        Part(bar(path, swelling * ends, 0.85 * ends, 64, 2.7), WALNUT),
        Part(bar(bolster, 0.98 * slight, 0.6 * slight, 48, 3.0), metal(STEEL, 0.3)),
        *_pins(pins, grip, 0.87 * slight, top - 0.7),
    ]
    lying = [Part(part.solid.turned("z", 52).moved(z=0.9), part.material) for part in parts]
    return Shot(tuple(lying), above=66, fills=0.84)


def _pins(count: int, grip: float, reach: float, height: float) -> list[Part]:
    pin = lathe(turned_profile([(0, -reach), (0.27, -reach), (0.27, reach), (0, reach)], 0.05), 48)
    along = [-grip * (0.2 + 0.58 * number / (count - 1)) for number in range(count)]
    return [Part(pin.moved(x=x, y=height), metal(BRASS, 0.2)) for x in along]


def board() -> Shot:
    plank = block((38, 24, 2.4), 0.45, 0.07).turned("z", 58)
    return Shot((Part(plank, OAK),), above=38, fills=0.8)


def saucepan() -> Shot:
    iron, copper = metal(IRON, 0.5, 0.06), metal(COPPER, 0.16, 0.05)
    rivets = [
        lathe(profile([(0, 0), (0.38, 0.0), (0.36, 0.14), (0.2, 0.26), (0, 0.3)]), 48)
        .turned("y", 90)
        .moved(x=8.2, y=y, z=z)
        for y, z in ((-0.9, 6.1), (0.9, 6.1), (-0.9, 7.7), (0.9, 7.7))
    ]
    plate = bar(divided(np.array([[8.1, 0, 5.6], [8.1, 0, 8.2]]), 0.1), 0.16, 1.6, 64, 3.5)
    body, lining = _pan()
    parts = [(body, copper), (lining, metal(STEEL, 0.32)), (_pan_handle(), iron), (plate, iron)]
    parts += [(rivet, metal(COPPER, 0.25)) for rivet in rivets]
    return Shot(
        tuple(Part(solid.turned("z", -46), material) for solid, material in parts), above=22, fills=0.84, depth=8
    )


def _pan() -> tuple[Solid, Solid]:
    body = turned_profile(
        [(0, 0), (7.4, 0), (8, 0.5), (8.0, 8.7), (8.35, 9.05), (8.3, 9.2), (7.9, 9.15), (7.78, 8.8),
         (7.78, 0.8), (7.3, 0.3), (0, 0.3)], 0.4
    )  # fmt: skip
    lining = turned_profile(
        [(0, 0.29), (7.3, 0.31), (7.7, 0.8), (7.74, 8.8), (7.7, 8.8), (7.6, 0.85), (7.25, 0.4), (0, 0.4)], 0.2
    )
    return lathe(body, 384), lathe(lining, 512)


def _pan_handle() -> Solid:
    path = smooth([(7.7, 0, 7.1), (9.6, 0, 7.3), (12, 0, 8.4), (18, 0, 10.6), (24.5, 0, 12.0)], 40)
    share, ends = np.linspace(0, 1, len(path)), rounded_ends(len(path), 0.03)
    return bar(path, (0.75 + 0.55 * share**1.5) * ends, (0.5 - 0.1 * share) * ends, 64, 2.6)


def _rough(points: Array) -> Array:
    hollow = (np.hypot(points[:, 0], points[:, 1]) < 6.0) & (points[:, 2] > 1.4)
    return np.asarray(0.05 * cloudy(points * 2.6, 5) * np.where(hollow, 1.6, 0.25), np.float64)


def mortar() -> Shot:
    bowl = lathe(
        profile(
            [(0, 0), (4.6, 0), (5.2, 0.12), (5.5, 0.6), (5.4, 1.5), (6.2, 3.4), (7.1, 6.5), (7.5, 9.4),
             (7.42, 9.9), (7.1, 10), (6.5, 9.9), (6.15, 9.3), (5.6, 6.4), (4.4, 3.6), (2.4, 2.2), (0, 1.9)]
        ),
        384,
    ).pushed(_rough)  # fmt: skip
    pestle = lathe(
        profile(
            [(0, 0), (1.2, 0.15), (2.0, 1.0), (2.15, 2.2), (1.75, 3.8), (1.3, 6), (1.15, 10), (1.3, 13.6),
             (1.35, 15.2), (0.9, 15.9), (0, 16)]
        ),
        256,
    ).pushed(lambda points: 0.02 * cloudy(points * 2, 3))  # fmt: skip
    granite = stone((148, 147, 144), 0.2, 0.5)
    leaning = pestle.turned("y", 38).turned("z", 25).moved(x=-1.6, y=-0.4, z=3.6)
    return Shot((Part(bowl, granite), Part(leaning, stone((148, 147, 144), 0.2, 0.35))), above=27, fills=0.7)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    "chefs-knife.jpg": partial(knife, 20.0, 4.6, 3),
    "paring-knife.jpg": partial(knife, 9.0, 2.3, 2),
    "oak-board.jpg": board,
    "copper-saucepan.jpg": saucepan,
    "granite-mortar.jpg": mortar,
    "copper-saucepan-above.jpg": partial(again, saucepan, 56, 24),
    "oak-board-side.jpg": partial(again, board, 12, -40),
}
