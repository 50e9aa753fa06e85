"""Light: lamps, pendants, candle holders, a lantern."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, smooth, turned_profile
from ..forms import bar
from ..materials import GLASS, Material, cloth, glaze, metal, painted, stone
from ..shots import Part, Shot
from ..solids import lathe
from .palette import BLACK, BRASS, GLAZES, WAX, brass


def pendant(colour: str) -> Shot:
    """Lies on its rim, as it comes out of its box: a dome of glazed stoneware."""
    dome = lathe(
        profile(
            [(0, 17.6), (2.2, 17.5), (3.0, 17.0), (5.2, 15.4), (9.5, 11.6), (13.2, 6.2), (15.0, 0.8), (15.1, 0.1),
             (14.9, 0), (14.6, 0.2),
             (12.8, 6.0), (9.2, 11.1), (5.0, 14.8), (2.6, 16.2), (0, 16.4)]
        )
    )  # fmt: skip
    cap = lathe(turned_profile([(0, 17.2), (2.2, 17.2), (2.2, 19.6), (1.4, 20.2), (0.5, 20.3), (0, 20.3)], 0.2), 192)
    path = smooth([(0, 0, 20.1), (0, 0, 24), (3, -1, 27), (9, -3, 26), (15, -8, 16), (19, -14, 4), (21, -18, 0.4)], 20)
    cable = bar(path, 0.32, 0.32, 24)
    return Shot(
        (
            Part(dome, glaze(GLAZES[colour], foot=-9, rim=0.05)),
            Part(cap, metal(BRASS, 0.22)),
            Part(cable, painted((60, 56, 52), 0.9)),
        ),
        above=14,
        fills=0.8,
    )


def globe_lamp() -> Shot:
    foot = lathe(
        turned_profile(
            [
                (0, 0),
                (7.2, 0),
                (7.4, 0.4),
                (7.2, 1.8),
                (1.5, 2.3),
                (1.1, 3),
                (1.1, 15),
                (2.8, 15.6),
                (2.8, 16.6),
                (0, 16.6),
            ],
            0.4,
        )
    )
    globe = lathe(
        profile([(9.0 * float(np.sin(at)) + 0.0, 25.0 - 9.0 * float(np.cos(at))) for at in np.linspace(0, np.pi, 30)]),
        256,
    )
    opal = Material({"type": "diffuse"}, glows=0.9)
    return Shot((Part(foot, brass()), Part(globe, opal)), above=10, fills=0.74)


def reading_lamp(finish: str) -> Shot:
    coat = metal(BRASS, 0.24, 0.03) if finish == "brass" else painted(BLACK, 0.35)
    foot = lathe(turned_profile([(0, 0), (8.2, 0), (8.4, 0.4), (8.2, 1.6), (0, 1.9)], 0.4))
    stem = bar(
        smooth([(-5, 0, 1.6), (-5, 0, 20), (-4.6, 0, 34), (-1, 0, 41), (6, 0, 42), (10, 0, 39)], 24), 0.55, 0.55, 32
    )
    head = (
        lathe(turned_profile([(0, 0), (1.6, 0), (2.2, 0.8), (5.6, 8.6), (5.4, 8.7), (2.0, 1.4), (0, 1.2)], 0.2), 256)
        .turned("y", 158)
        .moved(x=9.6, z=39.8)
    )
    return Shot((Part(foot.moved(x=-4.5), coat), Part(stem, coat), Part(head, coat)), above=11, fills=0.82)


def tealights() -> Shot:
    parts: list[Part] = []
    for x, y, colour in ((-5.2, 1.5, "chalk"), (1.0, -2.6, "clay"), (5.6, 2.8, "moss")):
        holder = lathe(
            profile(
                [
                    (0, 0.2),
                    (2.8, 0.2),
                    (3.0, 0),
                    (3.4, 0.1),
                    (3.7, 1.2),
                    (3.6, 3.6),
                    (3.45, 3.8),
                    (3.3, 3.6),
                    (3.2, 1.9),
                    (2.2, 1.4),
                    (0, 1.35),
                ]
            )
        )
        candle = lathe(turned_profile([(0, 1.3), (1.95, 1.3), (1.95, 2.8), (0, 2.75)], 0.15), 128)
        wick = bar(divided(np.array([[0, 0, 2.6], [0.05, 0, 3.3]]), 0.1), 0.07, 0.07, 12)
        pieces = (
            (holder, glaze(GLAZES[colour], foot=0.35, rim=3.78)),
            (candle, WAX),
            (wick, painted((40, 36, 32), 0.9)),
        )
        parts += [Part(solid.moved(x=x, y=y), material) for solid, material in pieces]
    return Shot(tuple(parts), above=27, fills=0.78)


def lantern() -> Shot:
    glass = lathe(turned_profile([(0, 1.7), (6.2, 1.7), (6.2, 20), (5.95, 20), (5.95, 2.0), (0, 2.0)], 0.1), 192)
    foot = lathe(turned_profile([(0, 0), (7.4, 0), (7.4, 1.6), (0, 1.7)], 0.3))
    candle = lathe(turned_profile([(0, 2), (3.4, 2), (3.4, 11), (3.0, 11.3), (0, 11.1)], 0.3), 192)
    wick = bar(divided(np.array([[0, 0, 11], [0.1, 0, 12.2]]), 0.1), 0.09, 0.09, 12)
    parts = (
        (foot, stone((206, 202, 194), 0.5, 0.3)),
        (candle, WAX),
        (wick, painted((40, 36, 32), 0.9)),
        (glass, GLASS),
    )
    return Shot(tuple(Part(*each) for each in parts), above=16, fills=0.74, depth=14, samples=15, cards=True)


def linen_shade() -> Shot:
    shade = lathe(
        turned_profile([(0, 19.4), (9, 19.4), (9, 20), (9.3, 20), (14, 0), (13.85, 0), (9.1, 19.25), (0, 19.25)], 0.06)
    )
    linen = cloth((222, 208, 182), thread=0.22)
    return Shot((Part(shade, linen),), above=18, fills=0.72)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"dome-pendant-{name}.jpg": partial(pendant, name) for name in ("chalk", "ink", "moss")},
    "globe-lamp.jpg": globe_lamp,
    **{f"reading-lamp-{name}.jpg": partial(reading_lamp, name) for name in ("brass", "black")},
    "tealight-holders.jpg": tealights,
    "storm-lantern.jpg": lantern,
    "linen-shade.jpg": linen_shade,
}
