"""The hue of a photograph: that of what is colourful in it, so that a grey ground says nothing."""

import asyncio
import io
import math
from collections.abc import Iterable

from PIL import Image

from . import media

SIDE = 48  # pixels: more of them say the same
GREY = 0.006  # a picture whose strongest twentieth has no more colour than this has none
MOST_KNOWN = 1000

_known: dict[str, int | None] = {}  # by key: what a key stands for never changes


async def picture_hue(image: str) -> int | None:
    """That of a saved picture, read once per process; None also where there is no such picture."""
    key = image.partition("@")[0]
    if key not in _known:
        found = await media.read(media.picture_name(key, media.WIDTHS[0]))
        if found is None:
            return None
        hue = await asyncio.to_thread(hue_of, found.data)
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = hue
    return _known[key]


def hue_of(data: bytes) -> int | None:
    """In whole degrees of OKLCH, from a picture of any kind that Pillow reads; None for one without colour."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        small = picture.convert("RGB").resize((SIDE, SIDE))
    colours = [_oklab(*pixel) for pixel in _pixels(small.tobytes())]
    strengths = sorted(math.hypot(a, b) for a, b in colours)
    if strengths[len(strengths) * 19 // 20] < GREY:
        return None
    # Each pixel pulls towards its own hue by the square of its strength
    across = sum(a * math.hypot(a, b) for a, b in colours)
    up = sum(b * math.hypot(a, b) for a, b in colours)
    return round(math.degrees(math.atan2(up, across))) % 360


def _pixels(data: bytes) -> Iterable[tuple[int, int, int]]:
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def _oklab(*rgb: int) -> tuple[float, float]:
    """The two axes of colour of OKLab: https://www.w3.org/TR/css-color-4/#color-conversion-code"""
    red, green, blue = (LINEAR[part] for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


LINEAR = [_linear(part / 255) for part in range(256)]


__all__ = ["hue_of", "picture_hue"]
