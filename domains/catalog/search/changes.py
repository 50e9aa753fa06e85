"""MongoDB's stream of changes, in handfuls: which products to look at again, and whether to build anew."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pymongo.asynchronous.change_stream import AsyncChangeStream

from ..database import documents
from . import generation, notes, stock
from .bookmark import Token

Stream = AsyncChangeStream[dict[str, Any]]
PRODUCTS = "products"
NOTED = (notes.CATEGORIES, notes.TYPES, notes.WORDS, notes.PRICE_LISTS)
PATIENCE_MS = 200  # how long the server may wait for a change before it says that there is none
GATHER = 0.3  # seconds after the first change in which others still join it
MOST = 500


@dataclass
class Changes:
    """`skus` have sold out or come back; `notes` beside the products have changed. `state_changed`: ask whether another
    generation is wanted. `lost`: what came before cannot be relied on."""

    token: Token | None = None
    products: set[UUID] = field(default_factory=set)
    skus: set[str] = field(default_factory=set)
    notes: bool = False
    mark: int | None = None
    state_changed: bool = False
    lost: bool = False

    @property
    def empty(self) -> bool:
        nothing = not self.products and not self.skus and not self.notes
        return nothing and self.mark is None and not self.state_changed and not self.lost

    def add(self, change: Mapping[str, Any]) -> None:
        if "documentKey" not in change:  # a collection or the database was dropped or renamed
            self.lost = True
        elif change["ns"]["coll"] == PRODUCTS:
            self.products.add(change["documentKey"]["_id"])
        elif change["ns"]["coll"] == stock.COLLECTION:
            self.skus.add(change["documentKey"]["_id"])
        elif change["ns"]["coll"] in NOTED:
            self.notes = True
        elif change["operationType"] == "update":
            updated = change["updateDescription"]["updatedFields"]
            self.mark = updated.get("mark", self.mark)
            self.state_changed |= "generation" in updated
        else:
            self.state_changed = True


@asynccontextmanager
async def watched(after: Token | None) -> AsyncIterator[Stream]:
    """The stream from a position on, or from now. OperationFailure when the position is no longer there."""
    collections = [PRODUCTS, stock.COLLECTION, *NOTED, generation.COLLECTION]
    pipeline = [{"$match": {"ns.coll": {"$in": collections}}}]
    async with await documents.database.watch(pipeline, resume_after=after, max_await_time_ms=PATIENCE_MS) as stream:
        yield stream


async def position() -> Token:
    """Where the stream stands now: what is committed from here on will be found after it."""
    async with watched(None) as stream:
        await stream.try_next()
        token = stream.resume_token
    if token is None:
        raise OSError("the server names no position in its stream of changes")
    return dict(token)


async def gathered(stream: Stream) -> Changes:
    """The next changes: as many as come within a moment, none when it stays quiet."""
    changes = Changes()
    ends = None
    while len(changes.products) + len(changes.skus) < MOST and (ends is None or time.monotonic() < ends):
        change = await stream.try_next()
        if change is None:
            break
        changes.add(change)
        ends = ends or time.monotonic() + GATHER
    changes.token = dict(stream.resume_token) if stream.resume_token else None
    changes.lost |= not stream.alive
    return changes
