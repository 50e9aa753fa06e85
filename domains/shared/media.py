"""Pictures on disk: checked, stripped of what the camera noted, cut to the shop's sizes, named by their content."""

import asyncio
import hashlib
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageCms, ImageOps

from .errors import Invalid, Unavailable
from .settings import settings
from .storage import Storage, storage

Format = Literal["webp", "jpeg"]
WIDTHS = (480, 960)
CONTENT_TYPES: dict[str, str] = {"webp": "image/webp", "jpeg": "image/jpeg"}
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
TALLEST = 16_383  # pixels: WebP knows no more
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}/(?:480|960)\.(?:webp|jpeg)")

# A decoded picture takes up to 160 MB: two at a time, however many are waiting.
_artists = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pictures")


class PictureRefused(Invalid):
    """This file is no picture we can show; says why."""


@dataclass(frozen=True)
class SavedPicture:
    """`width` and `height` are those of the original, the right way up."""

    key: str
    width: int
    height: int


async def save_picture(data: bytes) -> SavedPicture:
    """Check and keep a picture. The same bytes always give the same key; PictureRefused for anything else."""
    return await asyncio.get_running_loop().run_in_executor(_artists, _save, data, storage())


def picture_url(key: str, width: int = 480, format: Format = "webp") -> str:
    """The address of a picture at least `width` pixels wide, or the widest there is: a path of ours, or at
    MEDIA_BASE_URL."""
    return f"{settings().media_base_url}/media/{_name(key, _preset(width), format)}"


def mailed_picture_url(key: str, width: int) -> str:
    """The same for mails: a JPEG under a whole address."""
    url = picture_url(key, width, "jpeg")
    return url if settings().media_base_url else settings().base_url.rstrip("/") + url


async def read(name: str) -> bytes | None:
    """The file that `/media/{name}` stands for; None when there is none or the name is not one of ours."""
    if not NAME.fullmatch(name):
        return None
    return await asyncio.to_thread(storage().read, name)


async def read_picture(key: str, width: int = 480, format: Format = "jpeg") -> bytes | None:
    return await read(_name(key, _preset(width), format))


async def ping() -> None:
    """What is written is read again; Unavailable or OSError otherwise."""
    await asyncio.to_thread(_try_out, storage())


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]


def _try_out(store: Storage) -> None:
    store.write("probe", b"probe")
    if store.read("probe") != b"probe":
        raise Unavailable("The place of pictures does not keep what is written.")


def _name(key: str, width: int, format: Format) -> str:
    return f"{key[:2]}/{key}/{width}.{format}"


def _preset(width: int) -> int:
    return next((preset for preset in WIDTHS if preset >= width), WIDTHS[-1])


def _save(data: bytes, store: Storage) -> SavedPicture:
    picture = _opened(data)
    key = hashlib.sha256(data).hexdigest()[:40]
    saved = SavedPicture(key, *_upright_size(picture))
    original = f"{key[:2]}/{key}/original"
    if store.has(original):
        return saved
    for name, encoded in _presets(key, picture):
        store.write(name, encoded, content_type(name))
    # Last, because it vouches for the rest; never served, it is what later sizes are cut from.
    store.write(original, data)
    return saved


def _opened(data: bytes) -> Image.Image:
    """The picture with only its header read: type by content, size within bounds."""
    if not data:
        raise PictureRefused("The file is empty.")
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        picture = Image.open(io.BytesIO(data), formats=READABLE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_TOO_MANY_PIXELS) from None
    except Exception as error:  # damaged headers surface as whatever Pillow's readers stumble over
        raise PictureRefused("This is not a JPEG, PNG, WebP, GIF or AVIF picture.") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)
    return picture


_TOO_MANY_PIXELS = f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels."
_DAMAGED = "The picture is damaged and cannot be read."


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    try:
        turned = picture.getexif().get(0x0112) in (5, 6, 7, 8)
    except Exception as error:  # damaged notes of the camera: as above
        raise PictureRefused(_DAMAGED) from error
    return (picture.height, picture.width) if turned else picture.size


def _presets(key: str, picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    try:
        upright = _colours(_loaded(picture))
        for width in WIDTHS:
            cut = _scaled(upright, width)
            yield _name(key, width, "webp"), _encoded(cut, "WEBP", quality=82, method=4)
            yield _name(key, width, "jpeg"), _encoded(_flat(cut), "JPEG", quality=84, optimize=True, progressive=True)
    except Exception as error:  # damaged pixels: as above
        raise PictureRefused(_DAMAGED) from error


def _loaded(picture: Image.Image) -> Image.Image:
    widest = 2 * WIDTHS[-1]
    picture.draft("RGB", (widest, widest))  # JPEG alone: decode at a fraction of the size
    picture.load()
    return ImageOps.exif_transpose(picture)


def _colours(picture: Image.Image) -> Image.Image:
    """sRGB with or without transparency, whatever it was."""
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


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    scale = min(1.0, width / picture.width, TALLEST / picture.height)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encoded(picture: Image.Image, format: str, **options: object) -> bytes:
    clean = picture.copy()
    clean.info.clear()
    clean.getexif().clear()
    out = io.BytesIO()
    clean.save(out, format, **options)
    return out.getvalue()
