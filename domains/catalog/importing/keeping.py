"""Keeps a file in the catalogue's database the way GridFS lays files out, a piece at a time."""

import asyncio
from pathlib import Path
from typing import Final

from bson import ObjectId
from pymongo import ASCENDING

from ...shared import clock
from ..database import documents

BUCKET: Final = "import_files"
PIECE: Final = 1024 * 1024  # bytes; GridFS's own writer gathers 48 MB and holds them twice when it sends them


async def keep(file_id: ObjectId | str, name: str, path: Path) -> None:
    """Whoever calls discards `file_id` when this fails."""
    pieces = documents.database[f"{BUCKET}.chunks"]
    await pieces.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
    number = 0
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            await pieces.insert_one({"files_id": file_id, "n": number, "data": piece})
            number += 1
        length = file.tell()
    kept = {"_id": file_id, "filename": name, "length": length, "chunkSize": PIECE}
    await documents.database[f"{BUCKET}.files"].insert_one(kept | {"uploadDate": clock.now()})
