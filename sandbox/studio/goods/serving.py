"""Table, for whoever has guests: jugs, pots, cups, platters, stemware."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import profile, smooth, turned_profile
from ..forms import bar, ring_handle, spouted, stretched
from ..materials import GLASS, glaze, painted
from ..shots import Part, Shot, again
from ..solids import Solid, lathe
from .palette import GLAZES, WALNUT_UPRIGHT, brass


def jug(colour: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0.35), (3.6, 0.35), (3.9, 0), (4.4, 0.05), (4.8, 0.5), (6.2, 3.6), (6.7, 7.4), (6.1, 11.2),
             (4.7, 14.6),
             (4.2, 17.0), (4.5, 19.6), (4.62, 20.1), (4.45, 20.2), (4.25, 19.7), (3.9, 17.0), (4.4, 14.6), (5.8, 11),
             (6.3, 7.4), (5.8, 3.8), (4.2, 1.2), (0, 0.95)]
        )
    )  # fmt: skip
    handle = ring_handle(
        [(-4.1, 0, 17.6), (-5.6, 0, 18.6), (-8.2, 0, 17.4), (-9.2, 0, 13.6), (-8.4, 0, 9.4), (-6.2, 0, 6.6)], 0.95, 0.42
    )
    coat = glaze(GLAZES[colour], foot=0.75, rim=20.15)
    parts = [Part(each.turned("z", -22), coat) for each in (spouted(body, 15.0, 20.2, 1.9), handle)]
    return Shot(tuple(parts), above=15, fills=0.74)


def teapot(colour: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0.3), (4.2, 0.3), (4.6, 0), (5.1, 0.1), (6.8, 1.6), (8.0, 4.4), (8.1, 6.6), (7.0, 9.2), (4.8, 10.8),
             (3.9, 11.2), (3.7, 11.0), (4.4, 10.3), (6.5, 8.8), (7.5, 6.4), (7.3, 4.4), (5.6, 1.6), (0, 0.9)]
        )
    )  # fmt: skip
    lid = lathe(
        profile(
            [(0, 10.7), (3.5, 10.9), (4.25, 11.1), (4.3, 11.35), (3.4, 11.9), (1.6, 12.5), (0.7, 12.8), (0.75, 13.3),
             (1.15, 13.9), (0.9, 14.5), (0, 14.7)]
        )
    )  # fmt: skip
    path = smooth([(6.6, 0, 3.9), (9.2, 0, 5.0), (11.0, 0, 7.6), (12.1, 0, 10.2), (13.0, 0, 11.2)], 24)
    spout = bar(path, np.linspace(1.75, 0.72, len(path)), np.linspace(1.75, 0.72, len(path)), 48)
    handle = ring_handle(
        [(-7.0, 0, 9.0), (-8.6, 0, 10.5), (-11.4, 0, 9.9), (-12.4, 0, 7.0), (-11.2, 0, 4.2), (-7.6, 0, 3.4)], 0.75, 0.45
    )
    coat = glaze(GLAZES[colour], foot=0.7, rim=99)
    return Shot(tuple(Part(each.turned("z", -20), coat) for each in (body, lid, spout, handle)), above=17, fills=0.84)


def _cup() -> tuple[Solid, Solid]:
    body = lathe(
        profile(
            [(0, 0.3), (1.8, 0.3), (2.0, 0.02), (2.4, 0.05), (2.7, 0.6), (3.1, 2.6), (3.2, 5.4), (3.15, 5.62),
             (3.0, 5.6),
             (2.92, 5.3), (2.8, 2.8), (2.2, 0.95), (0, 0.7)]
        )
    )  # fmt: skip
    return body, ring_handle(
        [(2.9, 0, 4.7), (3.9, 0, 4.95), (4.75, 0, 4.1), (4.6, 0, 2.7), (3.7, 0, 1.9), (2.85, 0, 1.8)], 0.46, 0.25
    )


def espresso_cups(colour: str) -> Shot:
    saucer = lathe(
        profile(
            [(0, 0.25), (3.4, 0.25), (3.6, 0), (4.1, 0.05), (5.2, 0.5), (6.2, 1.25), (6.3, 1.45), (6.1, 1.48),
             (5.0, 0.85),
             (2.9, 0.62), (0, 0.6)]
        )
    )  # fmt: skip
    clay, fine = glaze(GLAZES[colour], foot=0.45, rim=5.58), glaze(GLAZES[colour], foot=0.25, rim=1.45)
    parts: list[Part] = []
    for x, y, turn in ((-4.6, 4.0, -35), (5.2, -3.6, -20)):
        cup = [Part(each.turned("z", turn).moved(x, y, 0.55), clay) for each in _cup()]
        parts += [Part(saucer.moved(x, y), fine), *cup]
    return Shot(tuple(parts), above=27, fills=0.82)


def wine_glasses() -> Shot:
    glass = lathe(
        profile(
            [(0, 0), (3.5, 0), (3.7, 0.12), (3.4, 0.3), (1.2, 0.55), (0.5, 1.1), (0.38, 3), (0.38, 8.4), (0.7, 9.4),
             (2.4, 10.6), (3.9, 13.0), (4.1, 15.0), (3.7, 18.2), (3.25, 20.9), (3.18, 21.0), (3.1, 20.9), (3.52, 18.2),
             (3.9, 15.0), (3.7, 13.2), (2.3, 11.0), (0.8, 10.1), (0, 9.95)]
        ),
        224,
    )  # fmt: skip
    pair = (glass.moved(x=-4.2, y=2.0), glass.moved(x=4.0, y=-2.4))
    return Shot(tuple(Part(each, GLASS) for each in pair), above=12, fills=0.8, depth=14, samples=15, cards=True)


def egg_cups(colour: str) -> Shot:
    cup = lathe(
        profile(
            [(0, 0.2), (1.9, 0.2), (2.1, 0), (2.35, 0.1), (2.2, 0.6), (1.3, 1.5), (1.2, 2.0), (1.9, 3.0), (2.45, 4.4),
             (2.5, 5.0), (2.38, 5.05), (2.2, 4.5), (1.6, 3.3), (0, 2.7)]
        )
    )  # fmt: skip
    egg = lathe(profile([(0, 2.95), (1.1, 3.2), (2.0, 4.4), (2.18, 5.6), (1.8, 7.2), (0.95, 8.3), (0, 8.6)]), 192)
    coat = glaze(GLAZES[colour], foot=0.3, rim=5.02)
    shells = (painted((214, 170, 132), 0.55), painted((238, 226, 208), 0.55))
    parts: list[Part] = []
    for number, (x, y) in enumerate(((-4.4, 2.6), (3.2, 3.4), (0.6, -3.6))):
        parts.append(Part(cup.moved(x, y), coat))
        if number < len(shells):
            parts.append(Part(egg.moved(x, y), shells[number]))
    return Shot(tuple(parts), above=24, fills=0.74)


def platter(colour: str) -> Shot:
    outline = profile(
        [(0, 0.3), (8.6, 0.3), (8.9, 0), (9.4, 0.02), (10.6, 0.6), (12.6, 1.9), (13.2, 2.7), (13.0, 2.85), (12.2, 2.2),
         (10.2, 1.1), (6, 0.85), (0, 0.8)]
    )  # fmt: skip
    dish = stretched(lathe(outline, 320), x=1.5).turned("z", 24)
    return Shot((Part(dish, glaze(GLAZES[colour], foot=0.32, rim=2.8)),), above=38, fills=0.84)


def salt_cellar() -> Shot:
    pot = lathe(
        turned_profile([(0, 0), (3.9, 0), (4.4, 0.6), (4.6, 4.6), (4.4, 5.0), (3.9, 5.0), (3.8, 1.2), (0, 1.0)], 0.45)
    )
    salt = lathe(profile([(0, 3.6), (2.5, 3.6), (3.78, 3.5), (3.84, 3.8), (2.4, 4.3), (0, 4.9)])).pushed(
        lambda points: 0.06 * np.sin(points[:, 0] * 21) * np.sin(points[:, 1] * 23)
    )
    lid = lathe(
        turned_profile([(0, 0), (4.5, 0), (4.6, 0.3), (4.5, 0.8), (1.0, 1.1), (0.7, 1.5), (1.0, 2.2), (0, 2.4)], 0.25)
    )
    leaning = lid.turned("y", 52).moved(x=7.1, y=-1.8, z=3.58)
    white = painted((244, 243, 240), 0.7)
    parts = ((pot, WALNUT_UPRIGHT), (salt, white), (leaning, brass()))
    return Shot(tuple(Part(*each) for each in parts), above=26, fills=0.66)


def cake_stand() -> Shot:
    stand = lathe(
        profile(
            [(0, 0.4), (5.6, 0.4), (5.9, 0), (6.6, 0.05), (6.8, 0.6), (4.2, 2.2), (2.4, 4.6), (2.0, 7.2), (2.8, 9.2),
             (7.0, 9.9), (13.4, 10.1), (14.8, 10.4), (15.2, 11.4), (15.0, 11.5), (14.4, 11.0), (8, 10.9), (0, 10.9)]
        ),
        320,
    )  # fmt: skip
    return Shot((Part(stand, glaze(GLAZES["chalk"], foot=0.7, rim=11.45)),), above=20, fills=0.78)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"jug-{name}.jpg": partial(jug, name) for name in ("chalk", "moss", "ink")},
    **{f"teapot-{name}.jpg": partial(teapot, name) for name in ("ink", "clay")},
    **{f"espresso-cups-{name}.jpg": partial(espresso_cups, name) for name in ("chalk", "clay")},
    "wine-glasses.jpg": wine_glasses,
    **{f"egg-cups-{name}.jpg": partial(egg_cups, name) for name in ("chalk", "moss")},
    **{f"platter-{name}.jpg": partial(platter, name) for name in ("chalk", "ink")},
    "salt-cellar.jpg": salt_cellar,
    "cake-stand.jpg": cake_stand,
    "jug-chalk-above.jpg": partial(again, partial(jug, "chalk"), 48, 40),
    "teapot-ink-above.jpg": partial(again, partial(teapot, "ink"), 50, 30),
}
