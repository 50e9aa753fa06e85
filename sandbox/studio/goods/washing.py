"""Bath, beside the towels: a mat, soap and what it lies on, a beaker, a tray across the tub."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, smooth, turned_profile
from ..forms import bar, block, folded, stretched
from ..materials import Colour, cloth, glaze, painted
from ..noise import Array, cloudy
from ..shots import Part, Shot
from ..solids import Solid, lathe
from .palette import GLAZES, OAK, SAGE, WHITE, brass

OLIVE: Colour = (172, 170, 118)
HONEY: Colour = (214, 180, 122)
MILK: Colour = (236, 230, 216)


def _ribbed(along: Array, across: Array) -> Array:
    inner = np.clip((np.abs(across).max() - 2.2 - np.abs(across)) * 3, 0, 1)
    grain = cloudy(np.stack([along * 4, across * 4, np.zeros_like(along)], -1).reshape(-1, 3), 7, 2).reshape(
        along.shape
    )
    return np.asarray(inner * (0.26 * np.abs(np.sin(np.pi * along / 1.5)) + 0.05 * grain), np.float64)


def mat(colour: Colour) -> Shot:
    folded_mat = folded(25, 50, 3, 1.5, 0.7, 55, _ribbed).turned("z", 24)
    return Shot((Part(folded_mat, cloth(colour, thread=0.3, seed=3)),), above=30, fills=0.84)


def _bar_of_soap(seed: int) -> Solid:
    return block((8.2, 5.4, 2.7), 0.8, 0.1).pushed(lambda points: 0.03 * cloudy(points * 0.5, seed))


def soap_dish(colour: str) -> Shot:
    outline = profile(
        [
            (0, 0.3),
            (4.2, 0.3),
            (4.4, 0),
            (4.9, 0.05),
            (5.6, 0.7),
            (6.2, 2.0),
            (6.1, 2.25),
            (5.9, 2.15),
            (5.2, 1.0),
            (4, 0.8),
            (0, 0.8),
        ]
    )
    dish = stretched(lathe(outline), x=1.28)
    ribs = [
        bar(divided(np.array([[-4.2, y, 0.85], [4.2, y, 0.85]]), 0.2), 0.3, 0.3, 24) for y in (-2.2, -0.75, 0.75, 2.2)
    ]
    coat = glaze(GLAZES[colour], foot=0.3, rim=2.2)
    parts = [Part(each.turned("z", 24), coat) for each in (dish, *ribs)]
    soap = _bar_of_soap(4).turned("z", 31).moved(z=1.15)
    return Shot((*parts, Part(soap, painted(OLIVE, 0.5))), above=30, fills=0.7)


def soaps() -> Shot:
    kinds = ((MILK, 18, -0.2, 0.0, 0.0), (OLIVE, 30, 0.3, 0.0, 2.7), (HONEY, 12, 0.0, 0.2, 5.4))
    parts = [
        Part(_bar_of_soap(number).turned("z", turn).moved(x, y, z), painted(tint, 0.5))
        for number, (tint, turn, x, y, z) in enumerate(kinds)
    ]
    return Shot(tuple(parts), above=22, fills=0.6)


def dispenser(colour: str) -> Shot:
    bottle = lathe(
        profile(
            [
                (0, 0.3),
                (3.4, 0.3),
                (3.7, 0),
                (4.0, 0.1),
                (4.2, 0.6),
                (4.2, 10.6),
                (3.9, 11.8),
                (2.6, 13.0),
                (1.7, 13.5),
                (1.6, 14.2),
                (0, 14.2),
            ]
        )
    ).grounded()
    collar = lathe(
        turned_profile([(0, 13.9), (1.85, 13.9), (1.85, 15.2), (0.7, 15.5), (0.6, 15.6), (0, 15.6)], 0.12), 192
    )
    stem = lathe(turned_profile([(0, 15.4), (0.42, 15.4), (0.42, 18.0), (0, 18.0)], 0.05), 96)
    head = lathe(turned_profile([(0, 17.7), (0.95, 17.7), (0.95, 18.7), (0, 18.8)], 0.15), 128)
    path = smooth([(0, 0, 18.25), (2.4, 0, 18.4), (4.4, 0, 18.2), (5.2, 0, 17.5)], 20)
    metals = [collar, stem, head, bar(path, 0.42, 0.42, 32)]
    coat = glaze(GLAZES[colour], foot=0.7, rim=99)
    return Shot((Part(bottle, coat), *(Part(each.turned("z", -30), brass()) for each in metals)), above=14, fills=0.72)


def beaker() -> Shot:
    cup = lathe(
        profile(
            [
                (0, 0.3),
                (3.0, 0.3),
                (3.2, 0),
                (3.6, 0.1),
                (3.8, 0.7),
                (3.9, 9.4),
                (3.85, 9.75),
                (3.65, 9.75),
                (3.55, 9.3),
                (3.4, 1.2),
                (0, 0.9),
            ]
        )
    )
    parts = [Part(cup, glaze(GLAZES["moss"], foot=0.7, rim=9.72))]
    for lean, turn, bristle in ((16, -20, (238, 236, 230)), (14, 160, (84, 96, 112))):
        path = divided(np.array([[0, 0, 1.2], [0, 0, 18.6]]), 0.1)
        share = np.linspace(0, 1, len(path))
        grip = bar(path, 0.62 - 0.16 * np.sin(np.pi * np.clip(share * 1.2 - 0.2, 0, 1)), 0.34, 40, 3)
        tuft = block((0.95, 2.6, 1.1), 0.1, 0.1).turned("x", 90).turned("z", 90).moved(x=0.3, z=16.9)
        for solid, material in ((grip, OAK), (tuft, painted(bristle, 0.9))):
            parts.append(Part(solid.turned("y", lean).turned("z", turn), material))
    return Shot(tuple(parts), above=16, fills=0.7)


def tub_tray() -> Shot:
    slats = [block((72, 4.2, 1.8), 0.35, 0.12).moved(y=y, z=1.6) for y in (-7.2, -2.4, 2.4, 7.2)]
    feet = [block((3.4, 18.8, 1.7), 0.3, 0.12).moved(x=x) for x in (-30, 30)]
    return Shot(tuple(Part(each.turned("z", 52), OAK) for each in (*slats, *feet)), above=36, fills=0.86)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"bath-mat-{name}.jpg": partial(mat, colour) for name, colour in (("white", WHITE), ("sage", SAGE))},
    **{f"soap-dish-{name}.jpg": partial(soap_dish, name) for name in ("chalk", "clay")},
    "soap-bars.jpg": soaps,
    **{f"soap-dispenser-{name}.jpg": partial(dispenser, name) for name in ("chalk", "moss")},
    "toothbrush-beaker.jpg": beaker,
    "tub-tray.jpg": tub_tray,
}
