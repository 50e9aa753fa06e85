"""Home: seats, lamps, vases, candlesticks."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, turned_profile
from ..forms import bar
from ..materials import Colour, Material, cloth, glaze, metal, painted, wood
from ..shots import Part, Shot, again
from ..solids import lathe
from .palette import ASH_UPRIGHT, BRASS, GLAZES

ASH = wood((218, 190, 150), (176, 138, 94), rings=0.62, sheen=0.5, axis=0, seed=5)
BLACK = painted((34, 33, 32), 0.42)
SHADE: Colour = (240, 233, 218)


def stool(finish: str) -> Shot:
    seat = lathe(
        turned_profile(
            [(0, 41.4), (15.2, 41.4), (17, 42.8), (17, 44.0), (16.6, 44.9), (14.5, 44.95), (9, 44.3), (0, 44.0)], 0.5
        ),
        384,
    )
    natural = finish == "natural"
    parts = [Part(seat.turned("z", 20), ASH if natural else BLACK)]
    for angle in (-100, 20, 140):
        direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle)), 0])
        top, foot = direction * 9.5 + (0, 0, 42.2), direction * 18.2
        path = divided(np.stack([foot, top]), 0.3)
        at = np.linspace(0, 1, len(path))
        thick = 1.35 + 0.55 * np.sin(np.pi * np.clip(at * 0.75 + 0.12, 0, 1)) ** 1.5
        thick[0] *= 0.9
        leg = bar(path, thick, thick, 64)
        parts.append(Part(leg, ASH_UPRIGHT if natural else BLACK))
    return Shot(tuple(parts), above=16, fills=0.72)


LAMP_FOOT = [
    (0, 0.3), (5.6, 0.3), (6.2, 0), (6.9, 0.05), (7.2, 0.6), (8.3, 3.5), (9.3, 8), (9.2, 12.5),
    (7.6, 17), (4.6, 20.6), (2.5, 22.6), (2.0, 24), (2.0, 24.6), (1.6, 24.8), (0, 24.8),
]  # fmt: skip


def lamp(colour: str) -> Shot:
    foot = lathe(profile(LAMP_FOOT))
    stem = lathe(turned_profile([(0, 24.6), (1.1, 24.6), (1.1, 27.5), (0, 27.5)], 0.1), 128)
    shade = lathe(turned_profile(_drum(), 0.06), 384)
    linen = Material(
        {"type": "principledthin", "diff_trans": 0.9},
        cloth(SHADE, thread=0.22).colour,
        lambda points: np.full(len(points), 0.9),
    )
    bulb = lathe(profile([(0, 28), (1.2, 28.4), (2.6, 30.4), (3.0, 32.4), (2.2, 34.3), (0, 35)]), 64)
    return Shot(
        (
            Part(foot, glaze(GLAZES[colour], foot=0.5, rim=99, specks=0.6)),
            Part(stem, metal(BRASS, 0.25)),
            Part(shade, linen),
            Part(bulb, Material({"type": "diffuse"}, glows=3.0)),
        ),
        above=10,
        fills=0.78,
        depth=8,
        samples=11,
    )  # fmt: skip


def _drum() -> list[tuple[float, float]]:
    return [(0, 45.4), (13.3, 45.4), (13.3, 46), (13.6, 46), (16, 26), (15.85, 26), (13.4, 45.25), (0, 45.25)]


def vase(colour: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0.35), (2.3, 0.35), (2.5, 0), (2.95, 0.02), (3.2, 0.3), (4.4, 2.6), (5.0, 5.2), (4.7, 8.2),
             (3.2, 11.2), (1.75, 13.6), (1.3, 15.6), (1.25, 17.2), (1.55, 18.7), (1.62, 19.0), (1.5, 19.12),
             (1.36, 18.95), (1.02, 17.2), (1.05, 15.6), (1.4, 13.8), (0.8, 12.4), (0, 12.2)]
        )
    )  # fmt: skip
    return Shot((Part(body, glaze(GLAZES[colour], foot=0.55, rim=19.0)),), above=14, fills=0.76)


def candlestick() -> Shot:
    body = lathe(
        turned_profile(
            [(0, 0), (4.7, 0), (4.75, 0.35), (4.6, 0.7), (3.9, 0.95), (2.2, 1.5), (1.1, 2.5), (0.75, 4.2),
             (0.75, 9.0), (0.95, 9.3), (1.55, 9.7), (1.55, 10.1), (0.95, 10.5), (0.7, 10.9), (0.8, 13.2),
             (1.3, 14.6), (1.75, 15.2), (1.8, 17.8), (2.3, 18.0), (2.3, 18.3), (1.2, 18.3), (1.15, 16.0),
             (0, 16.0)],
            0.35,
        ),
        256,
    )  # fmt: skip
    candle = lathe(turned_profile([(0, 16), (1.1, 16), (1.08, 36), (0.5, 36.9), (0.12, 37.1), (0, 37.0)], 0.4), 128)
    wick = bar(divided(np.array([[0, 0, 36.8], [0.03, 0, 37.6], [0.18, 0, 38.2]]), 0.1), 0.07, 0.07, 12)
    wax = Material(
        {"type": "principled", "specular": 0.4},
        painted((242, 234, 214), 0.4).colour,
        lambda points: np.full(len(points), 0.4),
    )
    return Shot(
        (Part(body, metal(BRASS, 0.2, 0.03)), Part(candle, wax), Part(wick, painted((40, 36, 32), 0.9))),
        above=13,
        fills=0.78,
        depth=7,
    )


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"ash-stool-{name}.jpg": partial(stool, name) for name in ("natural", "black")},
    **{f"table-lamp-{name}.jpg": partial(lamp, name) for name in ("clay", "ink")},
    **{f"bud-vase-{name}.jpg": partial(vase, name) for name in ("chalk", "clay", "moss")},
    "brass-candlestick.jpg": candlestick,
    "ash-stool-natural-above.jpg": partial(again, partial(stool, "natural"), 48, 40),
    "bud-vase-clay-above.jpg": partial(again, partial(vase, "clay"), 46),
}
