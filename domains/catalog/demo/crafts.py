"""What is not turned: rods, handles, glass, wood and cloth."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .lathe import Material, Pose, Profile
from .studio import HEIGHT, SCALE, WIDTH, Colour, Point, lit, mixed

Width = Callable[[float], float]


def rod(draw: ImageDraw.ImageDraw, path: Sequence[Point], width: float | Width, material: Material) -> None:
    """A round bar along a path; drawn as strokes that narrow towards the light."""
    thick = width if callable(width) else lambda _: width
    material = replace(material, gloss=material.gloss * 0.3)  # a thin bar has no room for a highlight
    for inner in range(14):
        share = 1 - inner / 14
        across = math.sqrt(max(0.0, 1 - share**2))
        side = 0.45 * share - 0.5 * (1 - share)
        length = math.hypot(side, 0.3, across)
        colour = (*material.seen((side / length, 0.3 / length, across / length)), 255)
        for number, (start, end) in enumerate(pairwise(path)):
            half = thick(number / max(1, len(path) - 1)) * share / 2
            shift = thick(0.5) * (1 - share) * 0.2
            moved = [((x - shift) * SCALE, (y - shift * 0.5) * SCALE) for x, y in (start, end)]
            draw.line(moved, fill=colour, width=max(1, round(2 * half * SCALE)))
            x, y = moved[0]
            round_end = half * SCALE * 0.98
            draw.ellipse((x - round_end, y - round_end, x + round_end, y + round_end), fill=colour)


def arc(centre: Point, radii: Point, start: float, end: float, steps: int = 40) -> list[Point]:
    """Degrees, clockwise from three o'clock."""
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(centre[0] + radii[0] * math.cos(turn), centre[1] + radii[1] * math.sin(turn)) for turn in turns]


def speckled(layer: Image.Image, colour: Colour, count: int, seed: int, largest: float = 1.6) -> None:
    """Flecks of iron in the clay, or grains in stone, wherever the layer is solid."""
    rng = random.Random(seed)  # noqa: S311 - the same flecks each time
    box = layer.getbbox() or (0, 0, 1, 1)
    solid = layer.crop(box)
    flecks = Image.new("RGBA", solid.size, (*colour, 0))
    draw = ImageDraw.Draw(flecks)
    for _ in range(round(count * solid.width * solid.height / (layer.width * layer.height))):
        x, y = rng.random() * solid.width, rng.random() * solid.height
        size = (0.4 + rng.random() ** 3 * largest) * SCALE
        draw.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=(*colour, rng.randrange(40, 150)))
    flecks.putalpha(ImageChops.multiply(flecks.getchannel("A"), solid.getchannel("A")))
    layer.alpha_composite(flecks, box[:2])


def wood(size: tuple[int, int], colour: Colour, seed: int, contrast: float = 0.16) -> Image.Image:
    """A plank with its grain running along it."""
    rng = random.Random(seed)  # noqa: S311 - the same plank each time
    width, height = size
    plank = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(plank)
    y = 0.0
    waves = [(rng.uniform(2, 14), rng.uniform(0.6, 2.2), rng.uniform(0, 6.3)) for _ in range(3)]
    while y < height + 40:
        tone = lit(colour, 1 - contrast * rng.random() ** 1.6)
        line = [
            (x, y + sum(deep * math.sin(x / width * turns * math.pi + start) for deep, turns, start in waves) - 20)
            for x in range(-10, width + 30, 24)
        ]
        draw.line(line, fill=tone, width=rng.choice((1, 2, 2, 3, 5, 7)))
        y += rng.uniform(2.5, 9)
    return plank.filter(ImageFilter.GaussianBlur(1.1))


def woven(size: tuple[int, int], colour: Colour, seed: int) -> Image.Image:
    """Cloth: threads across and along, none quite even."""
    rng = random.Random(seed)  # noqa: S311 - the same cloth each time
    across = Image.frombytes("L", (size[0] // 2, 1), rng.randbytes(size[0] // 2)).resize(size)
    along = Image.frombytes("L", (1, size[1] // 2), rng.randbytes(size[1] // 2)).resize(size)
    threads = Image.blend(across, along, 0.5).filter(ImageFilter.GaussianBlur(0.8))
    cloth = Image.new("RGB", size, lit(colour, 1.04))
    cloth.paste(lit(colour, 0.80), mask=threads.point(lambda v: max(0, min(255, (v - 60) * 2))))
    return Image.blend(cloth, Image.new("RGB", size, colour), 0.55)


def paved(layer: Image.Image, outline: Sequence[Point], texture: Image.Image, corner: tuple[int, int]) -> None:
    """The texture, laid with its corner there, inside the outline."""
    box, mask = _cut(outline)
    sheet = Image.new("RGB", mask.size)
    sheet.paste(texture, (corner[0] * SCALE - box[0], corner[1] * SCALE - box[1]))
    layer.paste(sheet, box, mask)


def shaded(layer: Image.Image, outline: Sequence[Point], strength: float, angle: float = 0.0) -> None:
    """Lighter towards the light on one side of an outline, darker on the other."""
    box, mask = _cut(outline)
    there = ImageChops.multiply(mask, layer.crop((*box, box[0] + mask.width, box[1] + mask.height)).getchannel("A"))
    falling = Image.linear_gradient("L").rotate(angle).crop((38, 38, 218, 218)).resize(mask.size)
    for colour, amount in (
        ((255, 252, 245), [round(max(0, 159 - v) * strength) for v in range(256)]),
        ((30, 24, 18), [round(max(0, v - 96) * strength) for v in range(256)]),
    ):
        layer.paste(colour, box, ImageChops.multiply(falling.point(amount), there))


def _cut(outline: Sequence[Point]) -> tuple[tuple[int, int], Image.Image]:
    """Where the outline lies on a layer, and its mask."""
    points = [(x * SCALE, y * SCALE) for x, y in outline]
    left, top = math.floor(min(x for x, _ in points)), math.floor(min(y for _, y in points))
    right, bottom = math.ceil(max(x for x, _ in points)), math.ceil(max(y for _, y in points))
    mask = Image.new("L", (right - left + 1, bottom - top + 1))
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in points], fill=255)
    return (left, top), mask


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    corners = (
        ((right - radius, top + radius), -90),
        ((right - radius, bottom - radius), 0),
        ((left + radius, bottom - radius), 90),
        ((left + radius, top + radius), 180),
    )
    return [point for centre, start in corners for point in arc(centre, (radius, radius), start, start + 90, 10)]


def glass(layer: Image.Image, pose: Pose, profile: Profile, tint: Colour = (214, 226, 226)) -> None:
    """Clear glass: dark where one looks along its wall, bright where the window shows, almost nothing between."""
    draw = ImageDraw.Draw(layer)
    left = [pose.at(math.pi, radius, height) for radius, height in profile]
    right = [pose.at(0, radius, height) for radius, height in reversed(profile)]
    foot = [pose.at(math.pi - math.pi * step / 48, *profile[0]) for step in range(49)]
    body = left[::-1] + foot + right[::-1]
    draw.polygon(body, fill=(*tint, 62))
    for share, alpha in ((0.995, 215), (0.965, 130), (0.92, 75), (0.84, 40)):
        for side in (math.pi, 0):
            edge = [pose.at(side, radius * share, height) for radius, height in profile]
            draw.line(edge, fill=(*mixed(tint, (70, 84, 88), 0.75), alpha), width=3 * SCALE, joint="curve")
    for start, share, alpha in ((-0.62, 0.0, 130), (-0.5, 0.0, 70), (0.7, 0.0, 60)):
        inner = [
            (pose.x * SCALE + start * radius * SCALE, pose.at(0, 0, height)[1]) for radius, height in profile[3:-2]
        ]
        draw.line(inner, fill=(255, 255, 255, alpha), width=round(9 * SCALE * (1 + share)), joint="curve")


def circle(
    draw: ImageDraw.ImageDraw, pose: Pose, radius: float, height: float, colour: Colour, alpha: int, width: float
) -> None:
    points = [pose.at(2 * math.pi * step / 96, radius, height) for step in range(97)]
    draw.line(points, fill=(*colour, alpha), width=round(width * SCALE), joint="curve")


def turned_by(layer: Image.Image, degrees: float, centre: Point = (WIDTH / 2, HEIGHT / 2)) -> Image.Image:
    middle = (centre[0] * SCALE, centre[1] * SCALE)
    return layer.rotate(degrees, Image.Resampling.BILINEAR, center=middle)
