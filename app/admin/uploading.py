"""Files from the hands of staff: only so many on their way in at once, each kept under its name while it is read."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from litestar.datastructures import UploadFile

from app.admin import forms
from app.requests import Request
from domains import catalog
from domains.shared.errors import Invalid, Unavailable
from domains.shared.loops import PerLoop
from domains.shared.settings import settings

LARGEST: Final = 128 * 1024 * 1024  # bytes of one upload, all its files together
PIECE: Final = 1024 * 1024
SOON: Final = 10  # seconds
BUSY: Final = "Several files are on their way in already. Please send yours again in a moment."


@dataclass
class Taken:
    places: int = 0


@asynccontextmanager
async def place() -> AsyncIterator[None]:
    """One of UPLOADS_AT_ONCE in this process, taken before the first byte is read; Unavailable while none is free."""
    taken = _taken()
    if taken.places >= settings().uploads_at_once:
        raise Unavailable(BUSY, retry_after=SOON)
    taken.places += 1
    try:
        yield
    finally:
        taken.places -= 1


@asynccontextmanager
async def kept(file: Any) -> AsyncIterator[tuple[str, Path]]:
    """The upload as a file of its own with its name, piece by piece, gone afterwards."""
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid("Choose a CSV file first.", {"file": "Choose a CSV file first."})
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        while piece := await file.read(PIECE):
            copy.write(piece)
        copy.flush()
        yield forms.text(file.filename), Path(copy.name)


async def pictures(request: Request, name: str) -> list[catalog.PictureUpload]:
    """Those of a form's field that hold something."""
    files = (await request.form()).getall(name, [])
    return [_chosen(file) for file in files if isinstance(file, UploadFile) and file.filename]


def _chosen(file: UploadFile) -> catalog.PictureUpload:
    async def read() -> bytes:
        await file.seek(0)
        return await file.read()

    return catalog.PictureUpload(forms.text(file.filename)[:100], read)


_taken: PerLoop[Taken] = PerLoop(Taken)
