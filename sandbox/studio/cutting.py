"""The sizes of the photographs that take longest to make, made once for everybody who opens the demo shop."""

import shutil
from itertools import pairwise
from pathlib import Path

from domains.shared import images
from domains.shared.media import WIDTHS, picture_key

SLOW: tuple[images.Format, ...] = ("webp", "avif")


def cut(pictures: Path, into: Path) -> int:
    """How many pictures were new. What was cut of those that are no more goes."""
    taken = {picture_key(data): data for data in [path.read_bytes() for path in sorted(pictures.iterdir())]}
    for folder in into.iterdir():
        if folder.name not in taken:
            shutil.rmtree(folder)
    new = [key for key in taken if not (into / key).is_dir()]
    for key in new:
        _cut(taken[key], into / key)
    return len(new)


def _cut(data: bytes, folder: Path) -> None:
    picture = images.decoded(images.opened(data), WIDTHS[-1])
    folder.mkdir()
    for smaller, width in pairwise((0, *WIDTHS)):
        for format in SLOW:
            if smaller < picture.width:
                (folder / f"{width}.{format}").write_bytes(images.encoded(picture, width, format))
