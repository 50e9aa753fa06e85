"""Desk: trays, pots for pens, book ends, a paperweight, a box with a lid, notebooks, a clock."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, turned_profile
from ..forms import bar, block
from ..materials import GLASS, Colour, cloth, glaze, metal, painted, stone
from ..shots import Part, Shot
from ..solids import Solid, lathe
from .palette import BRASS, GLAZES, OAK, WOODS, brass

PENCILS: tuple[tuple[float, float, Colour], ...] = (
    (9, 20, (176, 70, 52)), (7, 150, (52, 62, 78)), (10, 265, (206, 168, 92)),
)  # fmt: skip
BOOKS: tuple[tuple[float, float, Colour], ...] = (
    (2.4, 17.5, (60, 72, 90)),
    (1.7, 16.0, (176, 92, 66)),
    (3.0, 18.5, (208, 196, 170)),
)
COVERS: tuple[Colour, ...] = ((62, 74, 92), (150, 88, 66), (118, 124, 98))


def _open_box(size: tuple[float, float, float], wall: float) -> list[Solid]:
    length, width, height = size
    side = height - wall
    return [
        block((length, width, wall), 0.12),
        *(block((length, wall, side), 0.12).moved(y=sign * (width - wall) / 2, z=wall) for sign in (-1, 1)),
        *(block((wall, width - 2 * wall, side), 0.12).moved(x=sign * (length - wall) / 2, z=wall) for sign in (-1, 1)),
    ]


def tray(name: str) -> Shot:
    return Shot(
        tuple(Part(each.turned("z", 38), WOODS[name]) for each in _open_box((31, 22, 3.2), 0.9)), above=40, fills=0.86
    )


def pencils(colour: str) -> Shot:
    pot = lathe(
        profile(
            [(0, 0.3), (3.2, 0.3), (3.4, 0.02), (3.8, 0), (4.1, 0.3), (4.25, 1.2), (4.2, 9.6), (4.15, 10),
             (3.95, 10.02), (3.85, 9.6),
             (3.9, 1.4), (3.4, 0.9), (0, 0.85)]
        )
    )  # fmt: skip
    parts = [Part(pot, glaze(GLAZES[colour], foot=0.5, rim=9.98))]
    for lean, turn, tint in PENCILS:
        pencil = bar(divided(np.array([[0, 0, 0.9], [0, 0, 17.5]]), 0.5), 0.37, 0.37, 6)
        tip = lathe(turned_profile([(0, 17.4), (0.33, 17.4), (0.1, 18.8), (0, 19.0)], 0.05), 32)
        for solid, material in ((pencil, painted(tint, 0.3)), (tip, OAK)):
            parts.append(Part(solid.turned("y", lean).turned("z", turn), material))
    return Shot(tuple(parts), above=17, fills=0.72)


def _book(thick: float, tall: float, tint: Colour) -> list[Part]:
    """Stands on its foot, its back towards the camera."""
    cover = block((tall, 12.5, thick), 0.12, 0.14)
    pages = block((tall - 0.6, 12.2, thick - 0.5), 0.05, 0.14).moved(y=0.5, z=0.25)
    standing = ((cover, cloth(tint, thread=0.12)), (pages, painted((232, 224, 204), 0.9)))
    return [Part(solid.turned("y", 90).moved(z=tall / 2), material) for solid, material in standing]


def book_ends() -> Shot:
    marble = stone((206, 202, 194), 0.6, 0.3)
    parts, x = [], -2.35
    for thick, tall, tint in BOOKS:
        parts += [Part(part.solid.moved(x=x), part.material) for part in _book(thick, tall, tint)]
        x += thick + 0.06
    for side, at in ((-1, -2.55), (1, x + 0.08)):
        wall = block((13, 10, 2.2), 0.3, 0.12).turned("y", 90).moved(x=at - 2.2 if side < 0 else at, z=6.5)
        foot = block((9, 10, 0.3), 0.12, 0.12).moved(x=at + side * -3.0, y=0.2)
        parts += [Part(wall, marble), Part(foot, metal(BRASS, 0.24))]
    return Shot(tuple(Part(part.solid.turned("z", 30), part.material) for part in parts), above=18, fills=0.76)


def notebooks() -> Shot:
    parts: list[Part] = []
    for number, tint in enumerate(COVERS):
        turn, z = (20, 27, 16)[number], 1.45 * number
        pages = block((20.4, 14.4, 1.0), 0.06, 0.12).moved(y=-0.1, z=z + 0.2)
        covers = [block((21, 14.8, 0.2), 0.08, 0.12).moved(z=z + lift) for lift in (0.0, 1.2)]
        spine = block((21, 0.3, 1.4), 0.1, 0.12).moved(y=7.35, z=z)
        parts.append(Part(pages.turned("z", turn), painted((238, 231, 214), 0.9)))
        parts += [Part(each.turned("z", turn), cloth(tint, thread=0.12, seed=number)) for each in (*covers, spine)]
    return Shot(tuple(parts), above=34, fills=0.78)


def desk_clock() -> Shot:
    """Its face turned upright and towards the camera; ten past ten."""
    case = lathe(
        turned_profile([(0, 0), (5.6, 0), (6.2, 0.4), (6.2, 4.2), (5.9, 4.6), (5.5, 4.6), (5.4, 4.1), (0, 4.1)], 0.2),
        320,
    )
    face = lathe(turned_profile([(0, 3.8), (5.45, 3.8), (5.45, 4.2), (0, 4.2)], 0.05), 256)
    black = painted((34, 34, 36), 0.5)
    hours = [block((0.16, 0.8, 0.1), 0.03, 0.05).moved(y=4.5, z=4.18).turned("z", turn) for turn in range(0, 360, 30)]
    hands = [
        block((0.26, length, 0.1), 0.04, 0.05).moved(y=length / 2 - 0.7, z=height).turned("z", turn)
        for length, height, turn in ((3.6, 4.25, 55.0), (4.9, 4.37, -60.0))
    ]
    pin = lathe(turned_profile([(0, 4.2), (0.3, 4.2), (0.3, 4.55), (0, 4.6)], 0.05), 64)
    parts = [
        (case, brass()),
        (face, painted((240, 238, 230), 0.6)),
        (pin, brass()),
        *((each, black) for each in (*hours, *hands)),
    ]
    foot = block((7.0, 4.4, 0.9), 0.25, 0.1).turned("z", 22)
    upright = [Part(solid.turned("x", 90).moved(y=2.1, z=6.75).turned("z", 22), material) for solid, material in parts]
    return Shot((*upright, Part(foot, OAK)), above=11, fills=0.68)


def paperweight() -> Shot:
    dome = lathe(profile([(0, 0), (3.4, 0), (3.9, 0.2), (4.1, 1.0), (3.9, 2.6), (2.9, 4.3), (1.4, 5.2), (0, 5.4)]), 192)
    return Shot((Part(dome, GLASS),), above=22, fills=0.56, depth=12, samples=15, cards=True)


def lidded_box(name: str) -> Shot:
    material = WOODS[name]
    parts = [Part(each, material) for each in _open_box((18, 12, 6.5), 0.9)]
    parts.append(Part(block((18.2, 12.2, 1.1), 0.2).turned("z", 5).moved(x=1.2, y=0.8, z=6.55), material))
    knob = lathe(turned_profile([(0, 0), (0.6, 0), (0.5, 0.7), (0.95, 1.3), (0.8, 1.7), (0, 1.75)], 0.2), 96)
    parts.append(Part(knob.moved(x=1.2, y=0.8, z=7.6), metal(BRASS, 0.2)))
    return Shot(tuple(Part(part.solid.turned("z", 30), part.material) for part in parts), above=24, fills=0.74)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"desk-tray-{name}.jpg": partial(tray, name) for name in ("walnut", "oak")},
    **{f"pen-pot-{name}.jpg": partial(pencils, name) for name in ("chalk", "moss", "clay")},
    "book-ends.jpg": book_ends,
    "notebooks.jpg": notebooks,
    "desk-clock.jpg": desk_clock,
    "paperweight.jpg": paperweight,
    **{f"lidded-box-{name}.jpg": partial(lidded_box, name) for name in ("walnut", "oak")},
}
