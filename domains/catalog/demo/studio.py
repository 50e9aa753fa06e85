"""A small photo studio: a paper backdrop, one soft window from the upper left, shadows, a little grain."""

import io
import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 1200
SCALE = 2  # objects are drawn twice as large and reduced: smooth edges
Colour = tuple[int, int, int]
Point = tuple[float, float]

LINEN: Colour = (233, 227, 217)
SAND: Colour = (226, 214, 198)
MIST: Colour = (219, 223, 221)
SAGE: Colour = (211, 217, 205)
BLUSH: Colour = (232, 218, 209)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(one, other, strict=True))
    return r, g, b


def lit(colour: Colour, factor: float) -> Colour:
    r, g, b = (min(255, max(0, round(part * factor))) for part in colour)
    return r, g, b


class Scene:
    """A picture in the making; coordinates are those of the finished picture."""

    def __init__(self, paper: Colour, horizon: float = 0.6) -> None:
        self.image = _backdrop(paper, horizon)
        self.paper = paper

    def layer(self) -> Image.Image:
        return Image.new("RGBA", (WIDTH * SCALE, HEIGHT * SCALE), (0, 0, 0, 0))

    def put(self, layer: Image.Image) -> None:
        corner, small = _reduced(layer)
        self.image.paste(small, corner, small.getchannel("A"))

    def shadow(self, centre: Point, width: float, height: float, strength: float = 0.5) -> None:
        """What something standing at `centre` takes from the light: close and dark, then long and faint."""
        x, y = centre
        dark = lit(self.paper, 0.22)
        for grow, slide, blur, share in ((1.0, 0.02, 10, 0.75), (1.25, 0.16, 34, 0.5), (1.9, 0.45, 80, 0.32)):
            half_width, half_height = width * grow / 2, height * (0.7 + grow * 0.3) / 2
            middle = x + width * slide
            mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
            box = (middle - half_width, y - half_height, middle + half_width, y + half_height)
            ImageDraw.Draw(mask).ellipse([edge / 4 for edge in box], fill=round(255 * strength * share))
            self._tint(mask.filter(ImageFilter.GaussianBlur(blur / 4)), dark)

    def drop(self, layer: Image.Image, offset: tuple[int, int], blur: float, strength: float) -> None:
        """The shadow of something flat lying on the table, in the shape of its layer."""
        (left, top), small = _reduced(layer)
        moved = Image.new("L", (WIDTH, HEIGHT))
        fainter = small.getchannel("A").point(lambda v: round(v * strength))
        moved.paste(fainter, (left + offset[0], top + offset[1]))
        self._tint(moved.filter(ImageFilter.GaussianBlur(blur)), lit(self.paper, 0.2))

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """What a lamp gives to the wall behind it."""
        x, y = centre
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(mask).ellipse([edge / 4 for edge in box], fill=round(255 * strength))
        self._tint(mask.filter(ImageFilter.GaussianBlur(30)), colour)

    def _tint(self, mask: Image.Image, colour: Colour) -> None:
        full = mask if mask.size == (WIDTH, HEIGHT) else mask.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        self.image.paste(colour, mask=full)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        ImageChops.add(self.image, _grain(), scale=1, offset=-6).save(out, "JPEG", quality=90)
        return out.getvalue()


def _reduced(layer: Image.Image) -> tuple[tuple[int, int], Image.Image]:
    """What is on the layer, at the size of the picture, and where it belongs."""
    left, top, right, bottom = layer.getbbox() or (0, 0, SCALE, SCALE)
    left, top = left // SCALE, top // SCALE
    right, bottom = -(-right // SCALE), -(-bottom // SCALE)
    return (left, top), layer.crop((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)).reduce(SCALE)


@lru_cache(maxsize=16)
def _paper(paper: Colour, horizon: float) -> Image.Image:
    """Wall and table are one sheet: brighter on the wall towards the window, darker at the corners."""
    small = (WIDTH // 4, HEIGHT // 4)
    sheet = Image.new("RGB", small, paper)
    falling = Image.linear_gradient("L").resize(small)
    table = falling.point(lambda v: max(0, min(255, round((v / 255 - horizon) * 900))))
    sheet.paste(lit(paper, 1.03), mask=table.filter(ImageFilter.GaussianBlur(12)))
    away = falling.point(lambda v: round(70 * max(0.0, 1 - abs(v / 255 - horizon) * 5)))
    sheet.paste(lit(paper, 0.82), mask=away.filter(ImageFilter.GaussianBlur(6)))
    far = Image.radial_gradient("L").resize((small[0] * 3, small[1] * 3), Image.Resampling.BICUBIC)
    left, top = round(small[0] * 1.25), round(small[1] * 1.3)
    corners = far.crop((left, top, left + small[0], top + small[1]))
    sheet.paste(lit(paper, 0.66), mask=corners.point(lambda v: min(255, round(v * 1.15))))
    return sheet.filter(ImageFilter.GaussianBlur(3)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _backdrop(paper: Colour, horizon: float) -> Image.Image:
    return _paper(paper, horizon).copy()


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    noise = random.Random(1).randbytes(WIDTH * HEIGHT)  # noqa: S311 - grain, the same in every picture
    fine = Image.frombytes("L", (WIDTH, HEIGHT), noise).filter(ImageFilter.GaussianBlur(0.6))
    return fine.point(lambda v: max(0, min(12, round(6 + (v - 127) / 34)))).convert("RGB")
