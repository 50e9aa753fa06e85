"""Home, beyond the stool: vases, wool, cushions, a bench, a basket, candles by the dozen."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, turned_profile
from ..forms import bar, block, folded
from ..materials import Colour, Material, cloth, glaze, painted, wood
from ..noise import Array, cloudy
from ..shots import Part, Shot
from ..solids import lathe, sheet
from .palette import CHALK, GLAZES, INK, MOSS, OAK, OAK_UPRIGHT, OAT, RUST

WOOLS: Mapping[str, Colour] = {"oat": (208, 192, 164), "moss": (104, 110, 84), "ink": (62, 72, 92)}
LINENS: Mapping[str, Colour] = {"oat": OAT, "rust": RUST, "moss": MOSS}
TAPERS: Mapping[str, Colour] = {"ivory": (240, 230, 208), "rust": (158, 84, 62)}
WILLOW = wood((198, 152, 100), (128, 88, 52), rings=0.4, sheen=0.55, axis=2, seed=31)


def moon_vase(colour: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0.4), (4.6, 0.4), (4.9, 0), (5.5, 0.05), (6.0, 0.5), (9.4, 4.2), (11.0, 9.6), (10.2, 15.0),
             (7.2, 19.0),
             (4.4, 20.7), (3.5, 21.6), (3.6, 22.9), (3.8, 23.3), (3.6, 23.4), (3.25, 22.8), (3.1, 21.5), (4.2, 20.2),
             (6.8, 18.4), (9.6, 14.6), (10.2, 9.6), (6, 2), (0, 1.2)]
        )
    )  # fmt: skip
    return Shot((Part(body, glaze(GLAZES[colour], foot=0.8, rim=23.35)),), above=13, fills=0.72)


def _napped(along: Array, across: Array) -> Array:
    flat = np.stack([along * 3.2, across * 3.2, np.zeros_like(along)], -1)
    return 0.05 * cloudy(flat.reshape(-1, 3), 61, 2).reshape(along.shape)


def blanket(colour: str) -> Shot:
    wool = cloth(WOOLS[colour], thread=0.34, seed=5)
    throw = folded(34, 44, 5, 1.7, 0.28, 88, _napped).turned("z", 26)
    return Shot((Part(throw, wool),), above=26, fills=0.8)


def cushion(colour: str) -> Shot:
    u, v = np.meshgrid(np.linspace(-1, 1, 260), np.linspace(-1, 1, 260), indexing="ij")
    drawn_in = 1 - 0.09 * (1 - u**2) * v**4 - 0.09 * (1 - v**2) * u**4
    pillow = np.clip((1 - u**2) * (1 - v**2), 0, 1) ** 0.42
    points = np.stack([u, v, np.zeros_like(u)], -1).reshape(-1, 3)
    creases = 0.5 * cloudy(points * 2.1, 71, 3).reshape(u.shape) * pillow
    height = 6.4 * pillow + creases * 1.2
    x, y = 22 * u * drawn_in, 22 * v * drawn_in
    solid = sheet(np.stack([x, y, height + 0.14], -1), np.stack([x, y, -height * 0.9 - 0.14], -1))
    standing = solid.turned("x", 70).turned("z", -24).grounded()
    return Shot((Part(standing, cloth(LINENS[colour], thread=0.26, seed=4)),), above=14, fills=0.76)


def bench() -> Shot:
    top = block((84, 26, 3.0), 0.7, 0.14).moved(z=42)
    parts = [Part(top.turned("z", 32), OAK)]
    for x, y in ((-34, -9), (-34, 9), (34, -9), (34, 9)):
        foot, head = np.array([x * 1.12, y * 1.25, 0]), np.array([x, y, 42.4])
        leg = bar(divided(np.stack([foot, head]), 0.4), 1.9, 1.9, 48)
        parts.append(Part(leg.turned("z", 32), OAK_UPRIGHT))
    return Shot(tuple(parts), above=17, fills=0.86)


def _plaited(points: Array) -> Array:
    """Rods in and out between upright stakes, each row against the one below."""
    around = np.arctan2(points[:, 1], points[:, 0])
    row = points[:, 2] / 1.1
    sides = np.hypot(points[:, 0], points[:, 1]) > 9
    crossing = np.cos(around * 22 + np.pi * np.floor(row))
    rod = np.sqrt(np.clip(1 - (2 * (row % 1.0) - 1) ** 2, 0, 1))
    return np.asarray(sides * (0.34 * crossing + 0.42 * rod), np.float64)


def basket(radius: float, height: float) -> Shot:
    wall = divided(
        np.array(
            [(0, 0), (radius * 0.86, 0), (radius, height), (radius - 1.3, height), (radius * 0.86 - 1.3, 1.2), (0, 1.2)]
        ),
        0.12,
    )
    wall[:, 0] = np.maximum(wall[:, 0], 1e-4)
    wall[[0, -1], 0] = 0
    body = lathe(wall, 512).pushed(_plaited).grounded()
    at = np.linspace(0, 2 * np.pi, 361)
    middle = radius - 0.65
    ring = np.stack([middle * np.cos(at), middle * np.sin(at), np.full_like(at, height + 0.2)], -1)
    return Shot((Part(body, WILLOW), Part(bar(ring, 1.15, 0.75, 24), WILLOW)), above=20, fills=0.76)


def tapers(colour: str) -> Shot:
    candle = lathe(
        turned_profile([(0, 0), (1.05, 0), (1.1, 0.3), (0.92, 24), (0.5, 25.6), (0.12, 26), (0, 26)], 0.3), 128
    )
    wick = bar(divided(np.array([[0, 0, 25.6], [0.05, 0, 27.4]]), 0.1), 0.08, 0.08, 12)
    coat = painted(TAPERS[colour], 0.42)
    parts: list[Part] = []
    for number, (y, z) in enumerate(((-3.45, 1.1), (-1.15, 1.1), (1.15, 1.1), (3.45, 1.1), (-1.15, 3.05), (1.2, 3.05))):
        for solid, material in ((candle, coat), (wick, WICK)):
            lying = solid.turned("y", 90).moved(x=-13 + (0, 0.5, -0.3, 0.2, 0.4, -0.6)[number], y=y, z=z)
            parts.append(Part(lying.turned("z", 54), material))
    return Shot(tuple(parts), above=44, fills=0.8)


def match_striker() -> Shot:
    pot = lathe(
        profile(
            [(0, 0.3), (3.0, 0.3), (3.3, 0), (3.8, 0.05), (4.1, 0.5), (3.9, 3.2), (3.0, 5.8), (2.5, 6.8),
             (2.4, 7.1), (2.2, 7.0),
             (2.4, 5.6), (3.2, 3), (2.8, 1.2), (0, 0.9)]
        )
    )  # fmt: skip
    parts = [Part(pot, glaze(CHALK, foot=2.2, rim=7.05))]
    for number in range(14):
        lean, turn = 5 + 9 * ((number * 7) % 5) / 4, number * 137.5
        stick = bar(divided(np.array([[0, 0, 1.3], [0, 0, 9.6]]), 0.3), 0.13, 0.13, 8, square=6)
        head = lathe(profile([(0, 9.2), (0.2, 9.35), (0.24, 9.7), (0.15, 10.0), (0, 10.05)]), 24)
        for solid, material in ((stick, STICK), (head, painted(INK, 0.7))):
            parts.append(Part(solid.turned("y", lean).turned("z", turn), material))
    return Shot(tuple(parts), above=18, fills=0.62)


WICK = painted((40, 36, 32), 0.9)
STICK: Material = painted((226, 204, 166), 0.7)
SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"moon-vase-{name}.jpg": partial(moon_vase, name) for name in ("chalk", "ink")},
    **{f"wool-blanket-{name}.jpg": partial(blanket, name) for name in WOOLS},
    **{f"linen-cushion-{name}.jpg": partial(cushion, name) for name in LINENS},
    "oak-bench.jpg": bench,
    "willow-basket.jpg": partial(basket, 19.0, 24.0),
    **{f"taper-candles-{name}.jpg": partial(tapers, name) for name in TAPERS},
    "match-striker.jpg": match_striker,
}
