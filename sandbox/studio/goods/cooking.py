"""Kitchen, beyond knives: what rolls, grinds, keeps, stews, stirs and dries."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, smooth, turned_profile
from ..forms import bar, folded, ring_handle, rounded_ends
from ..materials import Colour, Material, cloth, glaze, linear, metal, mixed, painted, wood
from ..noise import Array
from ..shots import Part, Shot, again
from ..solids import Solid, lathe, sheet
from .palette import GLAZES, OAK_UPRIGHT, STEEL, WALNUT_UPRIGHT, brass

IRON: Colour = (58, 58, 60)
BEECH = wood((222, 184, 146), (188, 142, 104), rings=0.7, sheen=0.5, axis=2, seed=17)
BEECH_FLAT = wood((222, 184, 146), (188, 142, 104), rings=0.7, sheen=0.55, axis=0, seed=19)
OLIVE_FLAT = wood((196, 158, 104), (104, 72, 44), rings=0.55, sheen=0.5, axis=0, seed=23)
ENAMELS: Mapping[str, Colour] = {"moss": (92, 102, 78), "rust": (152, 74, 50), "ink": (44, 54, 72)}
STRIPES: Mapping[str, Colour] = {"ink": (58, 74, 104), "rust": (164, 82, 58)}


def rolling_pin() -> Shot:
    pin = lathe(
        turned_profile(
            [(0, 0), (0.9, 0.1), (1.5, 1.2), (1.55, 4.2), (1.05, 6.6), (1.0, 7.4), (2.7, 7.9), (3.0, 8.6), (3.0, 34.4),
             (2.7, 35.1), (1.0, 35.6), (1.05, 36.4), (1.55, 38.8), (1.5, 41.8), (0.9, 42.9), (0, 43)], 0.6
        )
    )  # fmt: skip
    return Shot((Part(pin.turned("y", 90).turned("z", 52).moved(z=3.0), BEECH),), above=50, fills=0.84)


def pepper_mill(finish: str) -> Shot:
    body = lathe(
        profile(
            [(0, 0), (2.7, 0), (2.95, 0.25), (2.9, 1.6), (2.2, 4.2), (1.75, 7.4), (1.85, 10.6), (2.35, 13.0),
             (2.45, 14.2),
             (2.2, 14.7), (0, 14.75)]
        )
    )  # fmt: skip
    head = lathe(
        profile([(0, 14.9), (2.0, 14.9), (2.3, 15.1), (2.5, 16.6), (2.35, 18.4), (1.7, 19.9), (0.8, 20.6), (0, 20.7)])
    )
    ring = lathe(turned_profile([(0, 14.6), (2.05, 14.6), (2.05, 15.0), (0, 15.0)], 0.05))
    knob = lathe(profile([(0, 20.5), (0.55, 20.6), (0.5, 20.9), (0.85, 21.5), (0.6, 22.1), (0, 22.3)]), 96)
    coat = WALNUT_UPRIGHT if finish == "walnut" else painted((36, 35, 34), 0.35)
    parts = ((body, coat), (head, coat), (ring, brass()), (knob, brass()))
    return Shot(tuple(Part(*each) for each in parts), above=14, fills=0.74)


def _jar(radius: float, height: float, colour: str) -> list[Part]:
    inner = radius - 0.4
    pot = lathe(
        turned_profile(
            [(0, 0.3), (radius - 0.9, 0.3), (radius - 0.6, 0), (radius - 0.2, 0.1), (radius, 0.7),
             (radius, height - 0.5),
             (radius - 0.15, height), (inner, height), (inner, 0.9), (0, 0.9)], 0.3
        )
    )  # fmt: skip
    lid = lathe(
        turned_profile(
            [(0, height - 1.4), (inner - 0.1, height - 1.4), (inner - 0.1, height + 0.05),
             (radius + 0.15, height + 0.05),
             (radius + 0.2, height + 1.1), (radius - 0.2, height + 1.35), (0, height + 1.4)], 0.2
        )
    )  # fmt: skip
    return [Part(pot, glaze(GLAZES[colour], foot=0.6, rim=99)), Part(lid, OAK_UPRIGHT)]


def jars(colour: str) -> Shot:
    parts: list[Part] = []
    for radius, height, x, y in ((6.0, 19.0, -5.4, 4.4), (5.4, 13.0, 7.0, 2.2), (4.6, 8.4, -1.2, -7.6)):
        parts += [Part(part.solid.moved(x, y), part.material) for part in _jar(radius, height, colour)]
    return Shot(tuple(parts), above=19, fills=0.8)


def casserole(colour: str) -> Shot:
    enamel = Material(
        {"type": "principled", "specular": 0.6, "clearcoat": 0.7, "clearcoat_gloss": 0.95},
        painted(ENAMELS[colour]).colour,
        lambda points: np.full(len(points), 0.22),
    )
    body = lathe(
        turned_profile(
            [(0, 0), (9.6, 0), (11.0, 0.8), (12.0, 9.6), (12.4, 10.6), (12.0, 10.8), (11.5, 10.4), (10.6, 1.4),
             (0, 0.6)], 0.6
        )
    )  # fmt: skip
    lid = lathe(
        profile([(0, 10.2), (11.4, 10.4), (12.3, 10.9), (12.35, 11.3), (11.4, 11.9), (8, 12.9), (4, 13.5), (0, 13.7)])
    )
    knob = lathe(turned_profile([(0, 13.4), (0.8, 13.4), (0.8, 14.6), (2.1, 15.0), (2.2, 15.9), (0, 16.2)], 0.3), 160)
    ears = [
        ring_handle([(side * 11.2, -3.4, 8.4), (side * 14.4, -2.4, 9.0), (side * 14.9, 0, 9.1),
                     (side * 14.4, 2.4, 9.0), (side * 11.2, 3.4, 8.4)], 0.75, 0.5)
        for side in (-1, 1)
    ]  # fmt: skip
    parts = [Part(each.turned("z", -24), enamel) for each in (body, lid, *ears)]
    return Shot((*parts, Part(knob, metal(STEEL, 0.25, 0.03))), above=20, fills=0.84)


def _spoon(length: float, half: float, hollow: float) -> Solid:
    """Lying along x, its bowl at the far end; flat where there is no hollow."""
    share, across = np.linspace(0, 1, 260)[:, None], np.linspace(-1, 1, 48)[None]
    head = np.clip((share - 0.76) / 0.24, 0, 1)
    round_head = half * np.sqrt(np.clip(1 - (2 * head - 1) ** 2, 0.0016, 1))
    grip = 0.62 + 0.16 * (1 - share)
    blend = np.clip((share - 0.72) / 0.1, 0, 1) ** 2
    wide = (1 - blend) * grip + blend * np.maximum(round_head, grip * (1 - head))
    wide = wide * np.sqrt(np.clip(1 - (1 - np.clip(share / 0.02, 0, 1)) ** 2, 0.04, 1))
    sunk = hollow * np.sin(np.pi * head) * (1 - across**2)
    edge = np.sqrt(np.clip(1 - across**4, 0.02, 1))
    thick = (0.42 - 0.16 * blend) * edge
    x, y = np.broadcast_to(share * length, thick.shape), wide * across
    middle = 0.5 - sunk * 0.8 + 0.25 * hollow * np.sin(np.pi * share)
    return sheet(np.stack([x, y, middle + thick], -1), np.stack([x, y, middle - thick], -1)).grounded()


def spoons() -> Shot:
    kinds = ((30.0, 3.1, 1.0, OLIVE_FLAT), (31.0, 2.9, 0.0, BEECH_FLAT), (27.0, 2.5, 0.8, BEECH_FLAT))
    parts = [
        Part(
            _spoon(length, half, hollow)
            .moved(x=-14 - number % 2, y=(number - 1) * -7.0)
            .turned("z", 58 + 5 * (1 - number)),
            stuff,
        )
        for number, (length, half, hollow, stuff) in enumerate(kinds)
    ]
    return Shot(tuple(parts), above=64, fills=0.84)


def _twill(along: Array, across: Array) -> Array:
    return np.asarray(0.014 * np.sin((along + across) * 20), np.float64)


def _striped(stripe: Colour) -> Material:
    """Along both selvedges three stripes, in a cloth as it comes from the field."""
    plain = cloth((228, 220, 204), thread=0.15)
    assert plain.colour is not None
    woven = plain.colour

    def colours(points: Array) -> Array:
        side = np.abs(np.abs(points[:, 0]) - 8.2)
        inked = (side < 0.9) | ((side > 1.5) & (side < 1.8))
        return mixed(woven(points), woven(points) * linear(stripe), np.asarray(inked * 0.93, np.float64))

    return Material(plain.surface, colours, plain.roughness)


def tea_towels(colour: str) -> Shot:
    parts: list[Part] = []
    for level in range(2):
        towel = folded(17, 23, 3, 0.2, 0.5, 130 + level, _twill).turned("z", 26 + (0, 4)[level])
        top = max((float(part.solid.points[:, 2].max()) for part in parts), default=0.12)
        parts.append(Part(towel.moved(x=(0, 0.6)[level], z=top - 0.12), _striped(STRIPES[colour])))
    return Shot(tuple(parts), above=32, fills=0.78)


def skillet() -> Shot:
    iron = metal(IRON, 0.46, 0.06)
    pan = lathe(
        turned_profile(
            [(0, 0), (10.0, 0), (11.0, 0.5), (12.7, 4.6), (12.75, 5.0), (12.3, 5.0), (10.8, 1.0), (10.0, 0.6),
             (0, 0.6)], 0.4
        ), 384
    )  # fmt: skip
    path = smooth([(12.0, 0, 4.1), (14.5, 0, 4.6), (20, 0, 5.9), (26.5, 0, 7.0), (30.0, 0, 7.3)], 36)
    share = np.linspace(0, 1, len(path))
    grip = bar(path, (1.25 + 0.5 * share) * rounded_ends(len(path), 0.04), 0.5 * rounded_ends(len(path), 0.04), 64, 2.8)
    return Shot(tuple(Part(each.turned("z", 128), iron) for each in (pan, grip)), above=34, fills=0.84, depth=7)


def dripper(colour: str) -> Shot:
    cone = lathe(
        turned_profile(
            [(0, 0.9), (2.6, 0.9), (2.6, 0.2), (3.2, 0.2), (3.2, 1.2), (5.6, 1.3), (5.8, 1.6), (5.6, 2.0),
             (3.3, 2.2), (6.2, 9.4),
             (6.3, 9.9), (5.9, 9.9), (2.7, 2.2), (0, 1.6)], 0.2
        )
    )  # fmt: skip
    ribs = [
        bar(divided(np.array([[2.8, 0, 2.4], [5.55, 0, 9.2]]), 0.2), 0.14, 0.14, 12).turned("z", turn)
        for turn in range(0, 360, 30)
    ]
    handle = ring_handle([(5.7, 0, 8.4), (7.4, 0, 8.6), (8.6, 0, 6.6), (7.6, 0, 4.3), (4.4, 0, 4.0)], 0.6, 0.32)
    coat = glaze(GLAZES[colour], foot=-9, rim=9.88)
    parts = [Part(each.turned("z", -26).moved(z=-0.2), coat) for each in (cone, handle, *ribs)]
    return Shot(tuple(parts), above=26, fills=0.68)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    "rolling-pin.jpg": rolling_pin,
    **{f"pepper-mill-{name}.jpg": partial(pepper_mill, name) for name in ("walnut", "black")},
    **{f"storage-jars-{name}.jpg": partial(jars, name) for name in ("chalk", "moss")},
    **{f"casserole-{name}.jpg": partial(casserole, name) for name in ENAMELS},
    "cooking-spoons.jpg": spoons,
    **{f"tea-towels-{name}.jpg": partial(tea_towels, name) for name in STRIPES},
    "iron-skillet.jpg": skillet,
    **{f"coffee-dripper-{name}.jpg": partial(dripper, name) for name in ("chalk", "ink")},
    "casserole-moss-above.jpg": partial(again, partial(casserole, "moss"), 56),
}
