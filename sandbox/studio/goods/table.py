"""Table: stoneware, glass and linen."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import profile
from ..forms import folded, ring_handle
from ..materials import GLASS, Colour, cloth, glaze
from ..noise import Array
from ..shots import Part, Shot, again
from ..solids import Solid, lathe
from .palette import GLAZES, OAT, RUST


def bowl(colour: str) -> Shot:
    outline = profile(
        [(0, 0.45), (2.6, 0.45), (2.85, 0.1), (3.05, 0), (3.3, 0), (3.45, 0.15), (3.5, 0.62), (4.3, 1.05),
         (6.0, 2.7), (7.1, 5.0), (7.5, 6.75), (7.46, 7.0), (7.3, 7.02), (7.12, 6.7), (6.7, 5.0), (5.6, 2.95),
         (3.9, 1.5), (2, 1.0), (0, 0.92)]
    )  # fmt: skip
    return Shot((Part(lathe(outline), glaze(GLAZES[colour], foot=0.62, rim=7.0)),), above=24, fills=0.7)


def mug(colour: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0.35), (2.9, 0.35), (3.1, 0.05), (3.4, 0), (3.7, 0.12), (3.95, 0.6), (4.12, 1.6), (4.2, 4),
             (4.22, 7.5), (4.25, 9.2), (4.18, 9.46), (4.02, 9.46), (3.9, 9.2), (3.84, 7.5), (3.8, 4),
             (3.7, 1.8), (3.3, 1.0), (2, 0.8), (0, 0.78)]
        )
    )  # fmt: skip
    handle = ring_handle(
        [(3.9, 0, 7.9), (5.0, 0, 8.25), (6.5, 0, 7.6), (7.0, 0, 5.6), (6.3, 0, 3.5), (5.0, 0, 2.35), (3.95, 0, 2.1)],
        0.72,
        0.36,
    )
    coat = glaze(GLAZES[colour], foot=0.7, rim=9.42)
    return Shot((Part(body.turned("z", -28), coat), Part(handle.turned("z", -28), coat)), above=16, fills=0.66)


def plates(colour: str) -> Shot:
    outline = profile(
        [(0, 0.3), (7.4, 0.3), (7.7, 0.02), (8.1, 0), (8.4, 0.2), (9.5, 0.55), (12.4, 0.95), (13.2, 1.7),
         (13.5, 2.15), (13.42, 2.28), (13.25, 2.24), (12.9, 1.9), (12.0, 1.35), (10, 1.05), (6, 0.9), (0, 0.85)]
    )  # fmt: skip
    plate = lathe(outline)
    coat = glaze(GLAZES[colour], foot=0.32, rim=2.22)
    stack = [
        Part(plate.turned("z", 97 * level).moved(x=(0, 0.12, -0.1, 0.05)[level], z=1.08 * level), coat)
        for level in range(4)
    ]
    return Shot(tuple(stack), above=26, fills=0.76)


def _tumbler() -> Solid:
    return lathe(
        profile(
            [(0, 0.0), (2.6, 0.0), (2.95, 0.06), (3.15, 0.35), (3.3, 1.2), (3.62, 4.5), (3.95, 8.7),
             (3.96, 8.95), (3.88, 9.0), (3.8, 8.92), (3.76, 8.6), (3.44, 4.5), (3.15, 1.9), (2.9, 1.35),
             (2.2, 1.12), (0, 1.08)]
        ),
        192,
    )  # fmt: skip


def tumblers() -> Shot:
    pair = (_tumbler().moved(x=-3.9, y=1.8), _tumbler().moved(x=4.2, y=-2.2))
    return Shot(tuple(Part(each, GLASS) for each in pair), above=15, fills=0.7, depth=14, samples=15, cards=True)


def carafe() -> Shot:
    outline = profile(
        [(0, 0), (3.9, 0), (4.6, 0.1), (5.0, 0.5), (5.35, 2), (5.5, 6), (5.4, 10.5), (4.7, 14.2), (3.1, 17),
         (2.3, 19.4), (2.2, 21.5), (2.5, 24.2), (3.0, 25.8), (2.98, 26), (2.86, 25.96), (2.34, 24.2),
         (2.04, 21.5), (2.12, 19.4), (2.9, 17), (4.48, 14.2), (5.17, 10.5), (5.27, 6), (5.1, 2.2), (4.6, 1.3),
         (3.4, 0.95), (0, 0.9)]
    )  # fmt: skip
    return Shot((Part(lathe(outline, 256), GLASS),), above=13, fills=0.8, depth=14, samples=15, cards=True)


def _plain(along: Array, across: Array) -> Array:
    hem = np.abs(np.abs(across) - (np.abs(across).max() - 1.0)) < 0.08
    return np.asarray(0.012 * np.sin(along * 22) * np.sin(across * 22) - 0.03 * hem, np.float64)


def napkins(colour: Colour) -> Shot:
    parts: list[Part] = []
    for level in range(4):
        napkin = folded(15.5, 22, 3, 0.17, 0.5, 40 + level, _plain).turned("z", 24 + (0, 2.5, -2, 1)[level])
        top = max((float(part.solid.points[:, 2].max()) for part in parts), default=0.0)
        parts.append(
            Part(
                napkin.moved(x=(0, 0.2, -0.2, 0.1)[level], z=max(top - 0.12, 0.0)),
                cloth(colour, thread=0.14, seed=level + 2),
            )
        )
    return Shot(tuple(parts), above=30, fills=0.76)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"stoneware-bowl-{name}.jpg": partial(bowl, name) for name in ("chalk", "moss", "ink")},
    **{f"everyday-mug-{name}.jpg": partial(mug, name) for name in ("chalk", "moss", "ink", "clay")},
    **{f"dinner-plate-{name}.jpg": partial(plates, name) for name in ("chalk", "moss")},
    "tumblers.jpg": tumblers,
    "carafe.jpg": carafe,
    "linen-napkins-oat.jpg": partial(napkins, OAT),
    "linen-napkins-rust.jpg": partial(napkins, RUST),
    "stoneware-bowl-moss-above.jpg": partial(again, partial(bowl, "moss"), 58),
    "everyday-mug-moss-above.jpg": partial(again, partial(mug, "moss"), 52, 30),
    "dinner-plate-chalk-above.jpg": partial(again, partial(plates, "chalk"), 72),
}
