"""Hall: hooks, a coat rail, a door stop, a shoe horn, a key dish, an umbrella stand, a mirror."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ..curves import profile, smooth, turned_profile
from ..forms import bar, block, rounded_ends
from ..materials import Material, glaze, metal, stone
from ..shots import Part, Shot
from ..solids import Solid, lathe
from .palette import BLACK, BRASS, GLAZES, OAK, OAK_UPRIGHT, brass


def _metals(name: str) -> Material:
    return brass() if name == "brass" else metal(BLACK, 0.5, 0.05)


def _hook() -> tuple[Solid, Solid, Solid]:
    """Its plate stands upright, facing the camera."""
    plate = block((3.4, 8.6, 0.5), 0.2, 0.1).turned("x", 90).moved(y=0.5, z=4.3)
    path = smooth([(0, 0.3, 3.0), (0, -1.6, 2.2), (0, -3.6, 2.3), (0, -4.9, 3.6), (0, -5.2, 5.2)], 20)
    arm = bar(path, 0.55 * rounded_ends(len(path), 0.03), 0.55 * rounded_ends(len(path), 0.03), 48)
    knob = lathe(profile([(0, -0.9), (0.6, -0.75), (0.95, 0), (0.6, 0.75), (0, 0.9)]), 96).moved(y=-5.2, z=5.6)
    return plate, arm, knob


def hook(finish: str) -> Shot:
    parts = [Part(solid.turned("z", 28), _metals(finish)) for solid in _hook()]
    return Shot(tuple(parts), above=16, fills=0.62)


def coat_rail() -> Shot:
    rail = block((52, 8.4, 1.9), 0.35, 0.12)
    parts = [Part(rail.turned("z", 54), OAK)]
    peg = lathe(
        turned_profile([(0, 0), (0.9, 0), (0.8, 3.8), (1.05, 5.0), (1.6, 6.4), (1.5, 7.0), (0, 7.2)], 0.35), 128
    )
    for x in (-19.5, -6.5, 6.5, 19.5):
        standing = peg.turned("x", 12).moved(x=x, z=1.6)
        parts.append(Part(standing.turned("z", 54), OAK_UPRIGHT))
    return Shot(tuple(parts), above=40, fills=0.86)


def door_stop() -> Shot:
    body = lathe(turned_profile([(0, 0), (4.4, 0), (4.5, 0.3), (4.5, 5.2), (4.2, 6.0), (1.2, 6.2), (0, 6.2)], 0.5))
    ring = smooth([(-1.1, 0, 6.0), (-1.7, 0, 8.0), (0, 0, 9.6), (1.7, 0, 8.0), (1.1, 0, 6.0)], 20)
    marble = stone((214, 210, 202), 0.5, 0.25)
    return Shot(
        (Part(body, marble), Part(bar(ring, 0.32, 0.32, 32).turned("z", 30), metal(BRASS, 0.2))), above=20, fills=0.62
    )


def shoe_horn() -> Shot:
    path = smooth([(0, 0, 0.6), (8, 0, 0.5), (16, 0, 0.7), (24, 0, 1.5), (31, 0, 2.2)], 30)
    at = np.linspace(0, 1, len(path))
    wide = (2.3 - 1.3 * np.clip(at * 2, 0, 1) + 0.25 * np.sin(np.pi * at)) * rounded_ends(len(path), 0.06)
    horn = bar(path, wide, 0.36 * rounded_ends(len(path), 0.05), 64, 2.4)
    return Shot((Part(horn.turned("z", 52), OAK),), above=56, fills=0.84)


def key_dish(colour: str) -> Shot:
    dish = lathe(
        profile(
            [(0, 0.2), (5.4, 0.2), (5.7, 0), (6.2, 0.05), (7.4, 0.7), (8.3, 2.2), (8.2, 2.45), (8.0, 2.3),
             (7.0, 1.2), (5.5, 0.75), (0, 0.7)]
        )
    )  # fmt: skip
    return Shot((Part(dish, glaze(GLAZES[colour], foot=0.3, rim=2.42)),), above=30, fills=0.72)


def umbrella_stand() -> Shot:
    drum = lathe(
        turned_profile(
            [(0, 0), (10.6, 0), (11, 0.4), (11, 46.5), (11.2, 47), (10.9, 47.2), (10.6, 46.8), (10.4, 1.2), (0, 1.2)],
            0.3,
        )
    )
    return Shot((Part(drum, metal(BLACK, 0.5, 0.05)),), above=20, fills=0.8)


def mirror() -> Shot:
    """Leans backwards, as it does against a wall, and shows the bright room."""
    frame = lathe(
        turned_profile([(0, 0), (27.5, 0), (28, 0.5), (28, 2.6), (27.4, 3.0), (25.8, 3.0), (25.6, 2.0), (0, 2.0)], 0.3),
        384,
    )
    silver = lathe(turned_profile([(0, 1.6), (25.7, 1.6), (25.7, 2.25), (0, 2.25)], 0.1), 384)
    parts = ((frame, OAK), (silver, metal((224, 228, 230), 0.08)))
    return Shot(
        tuple(Part(solid.turned("x", 76).turned("z", 26).moved(z=27.2), material) for solid, material in parts),
        above=9, fills=0.78,
    )  # fmt: skip


SHOTS: Mapping[str, Callable[[], Shot]] = {
    **{f"wall-hook-{name}.jpg": partial(hook, name) for name in ("brass", "black")},
    "coat-rail.jpg": coat_rail,
    "door-stop.jpg": door_stop,
    "shoe-horn.jpg": shoe_horn,
    **{f"key-dish-{name}.jpg": partial(key_dish, name) for name in ("chalk", "ink")},
    "umbrella-stand.jpg": umbrella_stand,
    "round-mirror.jpg": mirror,
}
