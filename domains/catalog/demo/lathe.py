"""Turned things: a profile spun around its axis, seen from a little above and lit from the upper left."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import ImageDraw

from .studio import SCALE, Colour, Point, lit, mixed

Profile = Sequence[Point]  # (radius, height above the table), from the foot upwards
Vector = tuple[float, float, float]
LIGHT: Vector = (-0.56, 0.62, 0.55)
HALF: Vector = (-0.36, 0.47, 0.80)  # half way between the light and the eye
STEPS = 56
HALF_TURN = [(math.cos(math.pi * step / STEPS), math.sin(math.pi * step / STEPS)) for step in range(STEPS + 1)]


@dataclass(frozen=True)
class Material:
    """`gloss` is how bright the highlight is, `sharp` how small; a `mirror` shows the room in bands."""

    colour: Colour
    gloss: float = 0.2
    sharp: float = 18
    mirror: float = 0.0
    shade: float = 0.42

    def seen(self, normal: Vector) -> Colour:
        x, y, z = normal
        return _seen(self, round(x * 240), round(y * 240), round(z * 240))

    def _lit(self, x: float, y: float, z: float) -> Colour:
        towards = x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]
        wrapped = max(0.0, towards * 0.5 + 0.5) ** 1.35
        bounced = 0.10 * max(0.0, -y) + 0.07 * max(0.0, x)
        light = self.shade + (1.12 - self.shade) * wrapped + bounced
        colour = lit(self.colour, light)
        if self.mirror:
            colour = mixed(colour, self._room(x, y), self.mirror)
        shine = max(0.0, x * HALF[0] + y * HALF[1] + z * HALF[2]) ** self.sharp
        return mixed(colour, (255, 252, 246), min(1.0, self.gloss * shine))

    def _room(self, x: float, y: float) -> Colour:
        """What polished metal shows: a window on the left, a dark wall, the bright table."""
        window = math.exp(-(((x + 0.55) / 0.16) ** 2)) + 0.45 * math.exp(-(((x - 0.72) / 0.10) ** 2))
        wall = 0.34 + 0.30 * math.cos(x * 5.2 + y)
        return lit(self.colour, 0.45 + wall + 1.0 * window)


@lru_cache(maxsize=65_536)
def _seen(material: Material, x: int, y: int, z: int) -> Colour:
    return material._lit(x / 240, y / 240, z / 240)


@dataclass(frozen=True)
class Pose:
    """`tilt` is how open a circle looks: 0 from the side, 1 from above."""

    x: float
    y: float
    tilt: float = 0.24

    def at(self, angle: float, radius: float, height: float) -> Point:
        rise = math.sqrt(1 - self.tilt**2)
        x = self.x + radius * math.cos(angle)
        return x * SCALE, (self.y - height * rise + self.tilt * radius * math.sin(angle)) * SCALE


def smooth(points: Profile, steps: int = 12) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve += [_between(before, start, end, after, step / steps) for step in range(steps)]
    return [*curve, points[-1]]


def turned(
    draw: ImageDraw.ImageDraw, pose: Pose, profile: Profile, material: Material | Callable[[float], Material]
) -> None:
    """Ring upon ring from the foot upwards; where it narrows, the back of the shoulder shows too."""
    dense = _dense(profile)
    for (radius, height), (next_radius, next_height) in pairwise(dense):
        run, rise = next_radius - radius, next_height - height
        length = math.hypot(run, rise) or 1.0
        narrowing = run < 0
        kind = material(height) if callable(material) else material
        out, up = rise / length, -run / length
        if narrowing:
            _ring(draw, pose, radius, height, kind, (out, up), behind=True)
        _ring(draw, pose, radius, height, kind, (out, up))


def hollow(draw: ImageDraw.ImageDraw, pose: Pose, profile: Profile, material: Material, floor: Colour) -> None:
    """The inside, seen through the mouth: `profile` from the rim down; only what the rim leaves free is drawn."""
    dense = _dense(profile)
    rim_radius, rim_height = dense[0]
    _disc(draw, pose, rim_radius, rim_height, floor)
    centre = pose.at(0, 0, rim_height)
    for (radius, height), (next_radius, next_height) in pairwise(dense):
        run, drop = next_radius - radius, height - next_height
        length = math.hypot(run, drop) or 1.0
        normal = (-drop / length, -run / length)
        for step in range(STEPS):
            angle = math.pi + math.pi * step / STEPS
            ahead = angle + math.pi / STEPS
            start, end = pose.at(angle, radius, height), pose.at(ahead, radius, height)
            if _within(start, centre, rim_radius, pose) and _within(end, centre, rim_radius, pose):
                colour = material.seen(_normal(angle + math.pi / STEPS / 2, normal))
                draw.line([start, end], fill=(*colour, 255), width=4 * SCALE)


def rim(draw: ImageDraw.ImageDraw, pose: Pose, radius: float, height: float, material: Material, width: float) -> None:
    """The lip: a thin ring that catches the light."""
    for step in range(2 * STEPS):
        angle = math.pi * step / STEPS
        colour = material.seen(_normal(angle, (0.45, 0.85)))
        start, end = pose.at(angle, radius, height), pose.at(angle + math.pi / STEPS, radius, height)
        draw.line([start, end], fill=(*colour, 255), width=round(width * SCALE), joint="curve")


def disc(draw: ImageDraw.ImageDraw, pose: Pose, radius: float, height: float, material: Material) -> None:
    """A flat top."""
    _disc(draw, pose, radius, height, material.seen((0.0, 1.0, 0.0)))


def _disc(draw: ImageDraw.ImageDraw, pose: Pose, radius: float, height: float, colour: Colour) -> None:
    draw.polygon([pose.at(2 * math.pi * step / 96, radius, height) for step in range(96)], fill=(*colour, 255))


def _ring(
    draw: ImageDraw.ImageDraw,
    pose: Pose,
    radius: float,
    height: float,
    material: Material,
    slope: Point,
    *,
    behind: bool = False,
) -> None:
    """Half a circle: its front, or what is behind it."""
    x, y = pose.at(0, 0, height)
    wide, deep = radius * SCALE, radius * SCALE * pose.tilt * (-1 if behind else 1)
    corners = [(x + wide * across, y + deep * near) for across, near in HALF_TURN]
    colours = _half_turn(material, round(slope[0] * 240), round(slope[1] * 240), behind)
    for line, colour in zip(pairwise(corners), colours, strict=True):
        draw.line(line, fill=colour, width=3 * SCALE)


@lru_cache(maxsize=4096)
def _half_turn(material: Material, out: int, up: int, behind: bool) -> tuple[tuple[int, int, int, int], ...]:
    side = -1 if behind else 1
    angles = [side * math.pi * (number + 0.5) / STEPS for number in range(STEPS)]
    return tuple((*material.seen(_normal(angle, (out / 240, up / 240))), 255) for angle in angles)


def _normal(angle: float, slope: Point) -> Vector:
    out, up = slope
    return out * math.cos(angle), up, out * math.sin(angle)


def _within(point: Point, centre: Point, radius: float, pose: Pose) -> bool:
    """Behind the front edge of the mouth."""
    x, y = point[0] - centre[0], point[1] - centre[1]
    reach = (radius * SCALE) ** 2 - x**2
    return reach > 0 and y <= pose.tilt * math.sqrt(reach)


def _dense(profile: Profile) -> list[Point]:
    dense = [profile[0]]
    for (r0, h0), (r1, h1) in pairwise(profile):
        parts = max(1, math.ceil(math.hypot(r1 - r0, h1 - h0) / 2.4))
        dense += [(r0 + (r1 - r0) * part / parts, h0 + (h1 - h0) * part / parts) for part in range(1, parts + 1)]
    return dense


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])
