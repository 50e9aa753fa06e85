"""Garden: planters, saucers, a watering can, a trowel, a dibber, a bird bath, twine and labels."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import divided, profile, smooth, turned_profile
from ..forms import bar, rounded_ends
from ..materials import Colour, Material, cloth, glaze, metal, painted, stone, wood
from ..noise import Array
from ..shots import Part, Shot
from ..solids import lathe, sheet
from .palette import ASH_UPRIGHT, BRASS, GLAZES, brass

TERRACOTTA: Colour = (178, 116, 88)
ZINC: Colour = (176, 180, 182)
GREEN: Colour = (74, 86, 72)
ASH = wood((218, 190, 150), (176, 138, 94), rings=0.5, sheen=0.5, axis=0, seed=8)
SOIL = painted((52, 42, 34), 0.95)


def _earthenware() -> Material:
    return glaze(TERRACOTTA, foot=-9, rim=99, clay=(206, 158, 130), specks=0.25)


def planter(finish: str) -> Shot:
    pot = lathe(
        turned_profile(
            [(0, 0), (7.0, 0), (7.2, 0.3), (9.2, 13.4), (9.9, 13.5), (10.1, 16.2), (9.9, 16.5), (9.2, 16.5),
             (9.0, 16.2),
             (8.3, 13.2), (6.4, 1.4), (0, 1.4)],
            0.3,
        )
    )  # fmt: skip
    saucer = lathe(turned_profile([(0, 0), (8.6, 0), (9.6, 2.0), (9.2, 2.0), (8.2, 0.7), (0, 0.7)], 0.25))
    earth = lathe(profile([(0, 13.4), (5, 13.4), (8.1, 13.3), (8.2, 13.6), (5, 14.0), (0, 14.1)]))
    clay = _earthenware() if finish == "terracotta" else glaze(GLAZES[finish], foot=0.8, rim=16.4)
    return Shot((Part(saucer, clay), Part(pot.moved(z=0.7), clay), Part(earth, SOIL)), above=22, fills=0.7)


def watering_can() -> Shot:
    body = lathe(
        turned_profile(
            [(0, 0), (8.4, 0), (8.6, 0.3), (8.2, 13.5), (6.8, 17.0), (6.9, 17.4), (6.6, 17.4), (6.4, 17.0),
             (7.8, 13.4),
             (8.2, 0.8), (0, 0.8)],
            0.35,
        )
    )  # fmt: skip
    spout_path = smooth([(7.6, 0, 2.6), (11, 0, 5.0), (15.5, 0, 11.0), (20.5, 0, 18.4)], 30)
    spout = bar(spout_path, np.linspace(1.7, 0.85, len(spout_path)), np.linspace(1.7, 0.85, len(spout_path)), 48)
    rose = lathe(turned_profile([(0, 0), (0.9, 0), (2.5, 2.2), (2.5, 2.6), (0, 2.9)], 0.2), 128)
    handle_path = smooth(
        [(6.2, 0, 16.4), (2, 0, 22.5), (-5, 0, 24.0), (-11.5, 0, 19.0), (-12.4, 0, 11), (-8.0, 0, 3.6)], 20
    )
    handle = bar(handle_path, 0.55, 0.55, 32)
    coat = painted(GREEN, 0.35)
    tip = rose.turned("y", 38).moved(x=20.3, z=18.0)
    parts = [(body, coat), (spout, coat), (tip, metal(BRASS, 0.22)), (handle, coat)]
    return Shot(tuple(Part(solid.turned("z", -18), material) for solid, material in parts), above=15, fills=0.82)


def trowel() -> Shot:
    length = np.linspace(0, 1, 120)
    across = np.linspace(-1, 1, 60)
    outline = smooth([(0, 1.7), (0.12, 2.9), (0.3, 3.55), (0.55, 3.45), (0.8, 2.5), (0.94, 1.2), (1, 0.12)], 30)
    half = np.interp(length, *outline.T)
    x = np.broadcast_to((length * 15)[:, None], (120, 60))
    y = half[:, None] * across[None]
    z = 0.9 * across[None] ** 2 * (half[:, None] / 3.6) + 0.02
    blade = sheet(np.stack([x, y, z + 0.12], -1), np.stack([x, y, z], -1))
    neck_path = smooth([(1.0, 0, 0.2), (-1.5, 0, 0.9), (-3.0, 0, 1.9), (-5.5, 0, 2.1)], 16)
    grip_path = divided(np.array([[-4.6, 0, 2.0], [-17.5, 0, 1.9]]), 0.15)
    share = np.linspace(0, 1, len(grip_path))
    swell = (1.25 + 0.32 * np.sin(np.pi * (share * 1.4 - 0.2))) * rounded_ends(len(grip_path), 0.07)
    steel = metal(ZINC, 0.3, 0.05)
    parts = [(blade, steel), (bar(neck_path, 0.5, 0.5, 32), steel), (bar(grip_path, swell, swell, 64), ASH)]
    return Shot(tuple(Part(solid.turned("z", 50), material) for solid, material in parts), above=58, fills=0.84)


def dibber() -> Shot:
    body = lathe(
        turned_profile(
            [(0, 0), (0.25, 0.2), (1.35, 6.5), (1.5, 12), (1.6, 17.5), (2.3, 20), (2.35, 22), (1.6, 23.6), (0, 23.8)],
            0.8,
        )
    )
    tip = lathe(turned_profile([(0, -0.1), (0.32, 0.15), (1.1, 4.6), (1.12, 4.9), (0, 4.9)], 0.2), 192)
    lying = [(body, ASH_UPRIGHT), (tip, metal(BRASS, 0.24))]
    turned = [Part(solid.turned("y", 90).turned("z", 128).moved(z=2.3), material) for solid, material in lying]
    return Shot(tuple(turned), above=52, fills=0.8)


def bird_bath() -> Shot:
    basin = lathe(
        profile(
            [(0, 0), (8, 0), (9, 0.3), (9.6, 1.2), (13.5, 2.6), (16.6, 5.2), (17.2, 6.0), (17.0, 6.5), (16.4, 6.4),
             (13, 4.4),
             (8, 3.0), (0, 2.6)]
        )
    )  # fmt: skip
    return Shot((Part(basin, stone((176, 174, 168), 0.2, 0.6)),), above=28, fills=0.78)


def _wound(points: Array) -> Array:
    """A thread in a long spiral, each turn beside the last, over one that runs the other way."""
    around = np.arctan2(points[:, 1], points[:, 0]) / np.pi
    turns = (points[:, 2] + 0.29 * around) / 0.58
    twist = 0.02 * np.sin(np.pi * (around * 140 + turns * 3))
    return np.asarray(0.26 * np.sqrt(np.clip(1 - (2 * (turns % 1.0) - 1) ** 2, 0, 1)) + twist, np.float64)


def twine() -> Shot:
    bobbin = lathe(
        turned_profile(
            [(0, 0), (4.2, 0), (4.4, 0.4), (4.2, 1.0), (1.6, 1.3), (1.6, 11.2), (3.4, 11.5), (3.6, 12.0), (3.4, 12.5),
             (0, 12.6)], 0.3
        )
    )  # fmt: skip
    outline = divided(
        turned_profile([(0, 1.1), (2.9, 1.1), (3.6, 2.4), (3.6, 10.0), (2.9, 11.3), (0, 11.3)], 0.9), 0.06
    )
    path = [
        (3.7, -1.2, 3.2),
        (4.6, -2.6, 1.6),
        (6.4, -3.8, 0.3),
        (9.6, -3.2, 0.22),
        (11.4, -5.2, 0.22),
        (9.4, -7.2, 0.22),
    ]
    end = bar(smooth(path, 20), 0.22, 0.22, 16)
    jute = cloth((170, 136, 88), thread=0.1, seed=6)
    wound = lathe(outline, 720).pushed(_wound)
    return Shot((Part(bobbin, ASH_UPRIGHT), Part(wound, jute), Part(end, jute)), above=22, fills=0.68)


def labels() -> Shot:
    """Six strips of brass with a point, slightly hollow, fanned out."""
    length, across = np.linspace(0, 1, 90)[:, None], np.linspace(-1, 1, 24)[None]
    half = 1.1 * np.clip(length * 5 + 0.04, 0, 1) * np.sqrt(np.clip((1 - length) * 16, 0.01, 1))
    bent = 0.55 * across**2 * half + 0.5 * np.sin(np.pi * length) ** 2
    flat = np.stack([np.broadcast_to(length * 15, bent.shape), half * across], -1)
    upper, lower = (np.concatenate([flat, (bent + thick)[..., None]], -1) for thick in (0.1, 0.0))
    label = sheet(upper, lower)
    parts = [
        Part(
            label.moved(x=3.5).turned("z", 42 + 17 * number).moved(x=-3 + 0.4 * number, y=-4, z=0.13 * number),
            brass(0.05),
        )
        for number in range(6)
    ]
    return Shot(tuple(parts), above=52, fills=0.8)


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"planter-{name}.jpg": partial(planter, name) for name in ("terracotta", "chalk", "moss")},
    "watering-can.jpg": watering_can,
    "hand-trowel.jpg": trowel,
    "dibber.jpg": dibber,
    "bird-bath.jpg": bird_bath,
    "garden-twine.jpg": twine,
    "plant-labels.jpg": labels,
}
