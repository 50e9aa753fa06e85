"""Pixels: a file is checked and decoded, turned upright, brought to sRGB, scaled and encoded, with nothing of what the
camera noted."""

import io
from typing import Literal

from PIL import Image, ImageCms, ImageOps

from .disguises import is_also, is_instead
from .errors import Invalid

Format = Literal["avif", "webp", "jpeg"]
FORMATS: tuple[Format, ...] = ("jpeg", "webp", "avif")
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
TALLEST = 16_383  # pixels: WebP knows no more
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# One thread: the bytes are the same on every machine, and a picture takes one core
_OPTIONS: dict[Format, dict[str, object]] = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "optimize": True, "progressive": True},
}
_TOO_MANY_PIXELS = f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels."
_DAMAGED = "The picture is damaged and cannot be read."


class PictureRefused(Invalid):
    """This file is no picture we can show; says why."""


def opened(data: bytes) -> Image.Image:
    """The picture with only its header read: kind by content, size within bounds, nothing else in disguise."""
    if not data:
        raise PictureRefused("The file is empty.")
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        picture = Image.open(io.BytesIO(data), formats=READABLE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_TOO_MANY_PIXELS) from None
    except Exception as error:  # damaged headers surface as whatever Pillow's readers stumble over
        raise PictureRefused(_no_picture(data)) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)
    if (other := is_also(data)) is not None:
        raise PictureRefused(f"The file is a picture and {other} at once.")
    return picture


def upright_size(picture: Image.Image) -> tuple[int, int]:
    try:
        turned = picture.getexif().get(0x0112) in (5, 6, 7, 8)
    except Exception as error:  # damaged notes of the camera: as above
        raise PictureRefused(_DAMAGED) from error
    return (picture.height, picture.width) if turned else picture.size


def decoded(picture: Image.Image, widest: int) -> Image.Image:
    """Upright, in sRGB, with or without transparency; of an animation the first picture. Good for up to `widest`."""
    try:
        picture.draft("RGB", (2 * widest, 2 * widest))  # JPEG alone: decode at a fraction of the size
        picture.load()
        return _fitting(_colours(_eight_bits(ImageOps.exif_transpose(picture))), widest)
    except Exception as error:  # damaged pixels: as above
        raise PictureRefused(_DAMAGED) from error


def encoded(picture: Image.Image, width: int, format: Format) -> bytes:
    """Not wider than `width`, and bare of all but its pixels."""
    try:
        cut = _fitting(picture, width)
        clean = _flat(cut) if format == "jpeg" else cut.copy()
        clean.info.clear()
        clean.getexif().clear()
        out = io.BytesIO()
        clean.save(out, format.upper(), **_OPTIONS[format])
        return out.getvalue()
    except Exception as error:  # pixels that no encoder takes: as above
        raise PictureRefused(_DAMAGED) from error


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Of a file of our own making; its pixels are not looked at."""
    return Image.open(io.BytesIO(data), formats=("JPEG",)).size


def _no_picture(data: bytes) -> str:
    other = is_instead(data)
    told = f"This is {other}" if other else "This is not a picture that can be read"
    return f"{told}. Give a JPEG, PNG, WebP, GIF or AVIF picture."


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("I", "I;16", "I;16B", "I;16L"):
        return picture
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return converted or picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert(mode)  # a broken profile is no reason to refuse the picture
    return picture.convert(mode)


def _fitting(picture: Image.Image, width: int) -> Image.Image:
    scale = min(1.0, width / picture.width, TALLEST / picture.height)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture.copy()
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper
