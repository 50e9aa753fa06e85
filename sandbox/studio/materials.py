"""What things are made of: a colour for every point of a solid, and how the surface answers the light."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .noise import Array, cloudy, noise

Colour = tuple[int, int, int]  # as screens have it
Field = Callable[[Array], Array]  # points → one linear colour for each


@dataclass(frozen=True)
class Material:
    """`surface` as Mitsuba names it, without its colour. Clear ones have none."""

    surface: Mapping[str, object]
    colour: Field | None = None
    roughness: Callable[[Array], Array] | None = None
    glows: float = 0.0


def linear(colour: Colour) -> Array:
    share = np.asarray(colour, np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def mixed(one: Array, other: Array, share: Array) -> Array:
    part = np.clip(share, 0, 1)[:, None]
    return np.asarray(one * (1 - part) + other * part, np.float64)


CLAY: Colour = (186, 158, 128)


def glaze(colour: Colour, foot: float, rim: float, *, clay: Colour = CLAY, specks: float = 1.0) -> Material:
    """Stoneware: bare clay below `foot`, glaze that gathers low and breaks to the clay along the `rim`."""

    def painted(points: Array) -> Array:
        cloud = cloudy(points * 0.45, 3)
        height = np.clip((points[:, 2] - foot) / max(rim - foot, 0.1), 0, 1)
        tone = 1 + 0.09 * cloud + 0.10 * (height - 0.5)
        coat = linear(colour) * tone[:, None]
        coat = mixed(coat, linear(clay) * 0.55, specks * np.clip((noise(points * 5.5, 11) - 0.72) * 6, 0, 0.55))
        worn = np.exp(-(((points[:, 2] - rim) / 0.16) ** 2)) * (0.55 + 0.35 * cloud)
        coat = mixed(coat, linear(clay), worn)
        return mixed(_clay(points, clay), coat, _glazed(points, foot))

    def rough(points: Array) -> Array:
        return np.asarray(0.75 - 0.45 * _glazed(points, foot) + 0.05 * cloudy(points * 0.8, 5), np.float64)

    return Material({"type": "principled", "specular": 0.5}, painted, rough)


def _glazed(points: Array, foot: float) -> Array:
    line = foot + 0.10 * cloudy(points * 0.5, 8)
    return np.clip((points[:, 2] - line) / 0.06 + 0.5, 0, 1)


def _clay(points: Array, clay: Colour) -> Array:
    return np.asarray(linear(clay) * (1 + 0.14 * cloudy(points * 2.2, 21))[:, None], np.float64)


def wood(light: Colour, dark: Colour, *, rings: float, sheen: float = 0.45, axis: int = 0, seed: int = 1) -> Material:
    """Solid wood grown along `axis`, a year every `rings` centimetres."""

    def grown(points: Array) -> Array:
        along = points[:, axis]
        one, two = (points[:, each] for each in range(3) if each != axis)
        slow = np.stack([along * 0.035, one * 0.22, two * 0.22], -1)
        radius = np.hypot(one + 1.3 * cloudy(slow, seed) + 3.0, two * 0.75 + 1.1 * cloudy(slow, seed + 5) - 9.0)
        year = (radius / rings) % 1.0
        late = np.clip(year, 0, 1) ** 2.6 * np.clip((1 - year) * 9, 0, 1)
        fibre = noise(np.stack([along * 0.5, one * 14, two * 14], -1), seed + 31)
        pores = np.clip(noise(np.stack([along * 1.1, one * 20, two * 20], -1), seed + 47) - 0.45, 0, 1)
        share = 0.62 * late + 0.10 * fibre + 0.55 * pores * (1 - late) + 0.16 * cloudy(slow * 1.5, seed + 60) + 0.14
        return mixed(linear(light), linear(dark), share)

    return Material({"type": "principled", "specular": 0.35}, grown, lambda points: np.full(len(points), sheen))


def painted(colour: Colour, sheen: float = 0.5) -> Material:
    def coat(points: Array) -> Array:
        return np.asarray(linear(colour) * (1 + 0.05 * cloudy(points * (0.2, 6, 6), 4))[:, None], np.float64)

    return Material({"type": "principled", "specular": 0.4}, coat, lambda points: np.full(len(points), sheen))


def metal(colour: Colour, sheen: float, brushed: float = 0.0) -> Material:
    """Polished at a `sheen` of 0.1, matt at 0.5; `brushed` lets the light run unevenly."""

    def shade(points: Array) -> Array:
        return np.asarray(linear(colour) * (1 + 0.03 * cloudy(points * 0.6, 2))[:, None], np.float64)

    def rough(points: Array) -> Array:
        return np.clip(sheen + brushed * cloudy(points * 0.9, 6) + 0.02 * noise(points * 9, 7), 0.05, 0.9)

    return Material({"type": "principled", "metallic": 1.0}, shade, rough)


def ground(colour: Colour, heel: float) -> Material:
    """Steel of a blade: fine lines from the stone across it, brighter along the edge at y = 0."""

    def shade(points: Array) -> Array:
        lines = noise(points * (26, 0.5, 1), 5)
        bevel = np.clip(1.6 - points[:, 1] / (0.13 * heel), 0, 1)
        return np.asarray(linear(colour) * (0.92 + 0.07 * lines + 0.12 * bevel)[:, None], np.float64)

    def rough(points: Array) -> Array:
        return np.asarray(0.22 + 0.05 * noise(points * (26, 0.5, 1), 5), np.float64)

    return Material({"type": "principled", "metallic": 1.0}, shade, rough)


def cloth(colour: Colour, *, thread: float, seed: int = 2) -> Material:
    """Woven: threads of slightly different colour, `thread` centimetres apart."""

    def woven(points: Array) -> Array:
        warp = noise(np.stack([points[:, 0] / thread, points[:, 1] * 0.4, points[:, 2] * 0.4], -1), seed)
        weft = noise(np.stack([points[:, 0] * 0.4, points[:, 1] / thread, points[:, 2] / thread], -1), seed + 3)
        tone = 1 + 0.10 * warp + 0.10 * weft + 0.05 * cloudy(points * 0.15, seed + 6)
        return np.asarray(linear(colour) * tone[:, None], np.float64)

    sheen = {"type": "principled", "specular": 0.12, "sheen": 0.5, "sheen_tint": 0.5}
    return Material(sheen, woven, lambda points: np.full(len(points), 0.9))


def stone(colour: Colour, grain: float, rough: float) -> Material:
    """Granite: crystals of three shades, about `grain` centimetres large."""

    def crystals(points: Array) -> Array:
        bent = points + 0.6 * grain * np.stack([noise(points / grain * 1.7, each) for each in (30, 31, 32)], -1)
        fine, coarse = noise(bent / grain, 3), noise(bent / grain / 1.7 + 0.5, 14)
        base = linear(colour) * (1 + 0.12 * cloudy(points * 0.3, 9))[:, None]
        pale = mixed(base, linear((226, 222, 214)), np.clip((coarse - 0.15) * 1.3, 0, 0.36))
        return mixed(pale, linear((44, 44, 46)), np.clip((fine - 0.2) * 1.6, 0, 0.5))

    return Material({"type": "principled", "specular": 0.45}, crystals, lambda points: np.full(len(points), rough))


GLASS = Material({"type": "dielectric", "int_ior": 1.5})
