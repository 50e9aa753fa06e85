"""Pictures: named by their content, the original kept and never shown, what is shown cut from it in fixed sizes.

When a picture is saved, one JPEG of it is made at once. The other sizes and formats follow in the background; until
they are there, their addresses answer with that one.
"""

import asyncio
import hashlib
import os
import re
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from . import clock, images
from .errors import Unavailable
from .images import FORMATS, MAX_BYTES, Format, PictureRefused
from .settings import settings
from .storage import Storage, storage

WIDTHS = (200, 360, 720, 960, 1440)
FIRST = 720  # the JPEG that is made at once
LAST: tuple[int, Format] = (WIDTHS[-1], FORMATS[-1])  # where it is, all are
FALLBACKS = (FIRST, 960)
FRESH = timedelta(hours=1)
SHARDS = 256
MOST_SIZES = 20_000
KEY = re.compile(r"[0-9a-f]{40}")
CONTENT_TYPES: dict[str, str] = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
NAME = re.compile(rf"[0-9a-f]{{2}}/([0-9a-f]{{40}})/(?:{'|'.join(map(str, WIDTHS))})\.(?:{'|'.join(FORMATS)})")


def _step_back() -> None:
    """Whoever waits for an answer goes first: on Linux a thread can give way alone."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


# A decoded picture takes up to 160 MB: two at a time for those who wait, one for the rest.
_artists = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pictures")
_cutter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cutting", initializer=_step_back)

_sizes: dict[str, tuple[int, int]] = {}  # of files that never change


@dataclass(frozen=True)
class SavedPicture:
    """`width` and `height` are those of the original, the right way up."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class KeptPicture:
    """What lies under a key: the names of its files, and when the youngest was written."""

    files: tuple[str, ...]
    modified_at: datetime


@dataclass(frozen=True)
class PictureFile:
    """`exact`: it is what its address says, for ever; otherwise it stands in for what is still to be made."""

    data: bytes
    content_type: str
    exact: bool


async def check_picture(data: bytes) -> None:
    """PictureRefused for what could not be saved; nothing is kept."""
    await asyncio.get_running_loop().run_in_executor(_artists, _first, data)


async def save_picture(data: bytes) -> SavedPicture:
    """Check and keep a picture. The same bytes always give the same key; PictureRefused for anything else."""
    return await asyncio.get_running_loop().run_in_executor(_artists, _save, data, storage())


async def cut_picture(key: str) -> bool:
    """Make all sizes and formats of a saved picture; False when that was done before, or there is no such picture."""
    return await asyncio.get_running_loop().run_in_executor(_cutter, _cut, key, storage())


async def keep_sizes(key: str, cut: Mapping[str, bytes]) -> None:
    """What was cut elsewhere and beforehand, by names such as `360.avif`: `cut_picture` makes only what is missing."""
    for size, data in cut.items():
        kind = CONTENT_TYPES[size.rpartition(".")[2]]
        await asyncio.to_thread(storage().write, f"{_folder(key)}/{size}", data, kind)


def picture_key(data: bytes) -> str:
    """The name of a picture, from its content."""
    return hashlib.sha256(data).hexdigest()[:40]


def picture_url(image: str, width: int, format: Format = "jpeg") -> str:
    """The address of a picture at least `width` pixels wide, or the widest there is: a path of ours, or at
    MEDIA_BASE_URL. `image` is a picture's key, with or without its focal point."""
    return f"{settings().media_base_url}/media/{picture_name(image, width, format)}"


def picture_name(image: str, width: int, format: Format = "jpeg") -> str:
    """What `read` knows it by."""
    return _name(image.partition("@")[0], _preset(width), format)


def picture_srcset(image: str, format: Format, largest: int) -> str:
    """All widths up to the first that has `largest` pixels, as browsers read them."""
    widths = [width for width in WIDTHS if width <= _preset(largest)]
    return ", ".join(f"{picture_url(image, width, format)} {width}w" for width in widths)


def whole_picture_url(image: str, width: int) -> str:
    """A JPEG under a whole address, for what is read elsewhere: mails, files, search engines."""
    url = picture_url(image, width)
    return url if settings().media_base_url else settings().base_url.rstrip("/") + url


def whole_picture_srcset(image: str, largest: int) -> str:
    """JPEGs under whole addresses, for a mailbox that can choose."""
    base = "" if settings().media_base_url else settings().base_url.rstrip("/")
    return ", ".join(f"{base}{offer}" for offer in picture_srcset(image, "jpeg", largest).split(", "))


async def read(name: str) -> PictureFile | None:
    """What `/media/{name}` stands for; None when there is no such picture or the name is not one of ours."""
    found = NAME.fullmatch(name)
    return await asyncio.to_thread(_read, name, found[1], storage()) if found else None


async def drawn_size(image: str, width: int) -> tuple[int, int] | None:
    """Width and height of the JPEG at `picture_url(image, width)` as it is now; None where there is none."""
    name = _name(image.partition("@")[0], _preset(width), "jpeg")
    if name in _sizes:
        return _sizes[name]
    found = await asyncio.to_thread(_measured, name, storage())
    if found is None:
        return None
    if found[1]:
        if len(_sizes) >= MOST_SIZES:
            _sizes.clear()
        _sizes[name] = found[0]
    return found[0]


async def kept_pictures(shard: int) -> list[str]:
    """The keys of all pictures that begin with this number, of 0 to SHARDS - 1."""
    found = await asyncio.to_thread(storage().folders, f"{shard:02x}")
    return [key for key in found if KEY.fullmatch(key)]


async def kept_picture(key: str) -> KeptPicture | None:
    files = await asyncio.to_thread(storage().files, _folder(key))
    return KeptPicture(tuple(files), max(files.values())) if files else None


async def is_cut(key: str) -> bool:
    return await asyncio.to_thread(storage().modified_at, _name(key, *LAST)) is not None


async def forget_picture(picture: KeptPicture) -> None:
    await asyncio.to_thread(storage().remove, picture.files)


async def ping() -> None:
    """What is written is read again; Unavailable or OSError otherwise."""
    await asyncio.to_thread(_try_out, storage())


def _name(key: str, width: int, format: Format) -> str:
    return f"{_folder(key)}/{width}.{format}"


def _preset(width: int) -> int:
    return next((preset for preset in WIDTHS if preset >= width), WIDTHS[-1])


def _original(key: str) -> str:
    return f"{_folder(key)}/original"


def _folder(key: str) -> str:
    return f"{key[:2]}/{key}"


def _first(data: bytes) -> tuple[SavedPicture, bytes]:
    picture = images.opened(data)
    saved = SavedPicture(picture_key(data), *images.upright_size(picture))
    return saved, images.encoded(images.decoded(picture, FIRST), FIRST, "jpeg")


def _save(data: bytes, store: Storage) -> SavedPicture:
    key = picture_key(data)
    kept_at = store.modified_at(_original(key))
    if kept_at is not None and clock.now() - kept_at < FRESH:
        return SavedPicture(key, *images.upright_size(images.opened(data)))
    saved, jpeg = _first(data)
    store.write(_name(key, FIRST, "jpeg"), jpeg, CONTENT_TYPES["jpeg"])
    # Last, because it vouches for the first; written anew, it tells the cleaning that somebody wants it again.
    store.write(_original(key), data)
    return saved


def _cut(key: str, store: Storage) -> bool:
    if store.modified_at(_name(key, *LAST)) is not None or (data := store.read(_original(key))) is None:
        return False
    picture = images.decoded(images.opened(data), WIDTHS[-1])
    there = store.files(_folder(key))
    cut: dict[Format, bytes] = {}
    for smaller, width in pairwise((0, *WIDTHS)):
        for format in FORMATS:
            name = _name(key, width, format)
            kept = store.read(name) if name in there else None
            if smaller < picture.width:  # else nothing is left to be gained: the same bytes serve for all wider ones
                cut[format] = kept or images.encoded(picture, width, format)
            if kept is None:
                store.write(name, cut[format], CONTENT_TYPES[format])
    return True


def _read(name: str, key: str, store: Storage) -> PictureFile | None:
    if (data := store.read(name)) is not None:
        return PictureFile(data, CONTENT_TYPES[name.rpartition(".")[2]], exact=True)
    for width in FALLBACKS:
        if (data := store.read(_name(key, width, "jpeg"))) is not None:
            return PictureFile(data, CONTENT_TYPES["jpeg"], exact=False)
    return None


def _measured(name: str, store: Storage) -> tuple[tuple[int, int], bool] | None:
    """And whether it will stay so."""
    found = NAME.fullmatch(name)
    picture = _read(name, found[1], store) if found else None
    return (images.jpeg_size(picture.data), picture.exact) if picture else None


def _try_out(store: Storage) -> None:
    store.write("probe", b"probe")
    if store.read("probe") != b"probe":
        raise Unavailable("The place of pictures does not keep what is written.")


__all__ = ["MAX_BYTES", "Format", "PictureFile", "PictureRefused", "SavedPicture"]
