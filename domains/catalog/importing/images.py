"""Where the pictures of an import come from: files by name, or their own address later."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ...shared.media import MAX_BYTES, PictureRefused, SavedPicture, save_picture
from .gallery import Found

Images = Path | Mapping[str, bytes]
LONGEST_ADDRESS = 2_000


class Pictures:
    """A folder, or files in memory by name; `keep` says whether found files are saved or only looked at."""

    def __init__(self, images: Images | None, *, keep: bool = True) -> None:
        self._keep = keep
        self._files: dict[str, Path | bytes] = {}
        if isinstance(images, Path):
            self._files = {path.name.casefold(): path for path in sorted(images.iterdir()) if path.is_file()}
        elif images is not None:
            self._files = {name.casefold(): data for name, data in images.items()}

    async def find(self, sources: Iterable[str]) -> dict[str, Found]:
        wanted = list(sources)
        return dict(zip(wanted, await asyncio.gather(*map(self._find, wanted)), strict=True))

    async def _find(self, source: str) -> Found:
        file = self._files.get(_file_name(source))
        if file is not None:
            return await self._saved(source, file)
        try:
            address = urlsplit(source)
        except ValueError:
            return Found(problem=f"“{source[:200]}” is not the address of a picture.")
        if address.scheme == "https" and address.hostname and len(source) <= LONGEST_ADDRESS:
            return Found()
        if address.scheme == "http":
            return Found(problem="Pictures are fetched over https only.")
        return Found(problem=f"There is no picture file “{source[:200]}”.")

    async def _saved(self, source: str, file: Path | bytes) -> Found:
        if not self._keep:
            return Found(SavedPicture("", 0, 0))
        try:
            data = await asyncio.to_thread(_read, file) if isinstance(file, Path) else file
            return Found(await save_picture(data))
        except (PictureRefused, OSError) as refused:
            why = refused.message if isinstance(refused, PictureRefused) else "It cannot be read."
            return Found(problem=f"The picture {_file_name(source)} was left out: {why}")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _file_name(source: str) -> str:
    """`https://host/a/Bowl%20blue.jpg?v=1` and `photos\\Bowl blue.jpg` → `bowl blue.jpg`."""
    path = unquote(source.partition("?")[0]) if "://" in source else source
    return PurePosixPath(path.replace("\\", "/")).name.casefold()
