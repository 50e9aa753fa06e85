"""One process runs an import at a time: it holds a lease, and every note of its progress prolongs it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure

from ...shared import clock
from ...shared.errors import Unavailable
from ...shared.ids import new_id
from ..database import documents
from ..errors import Unknown
from ..models import Import, ImportCounts, ImportPage, ImportRow, ImportState
from .reports import add_rows

LEASE = timedelta(seconds=60)


class Lease:
    def __init__(self, running: Import, holder: UUID) -> None:
        self.running = running
        self._holder = holder

    @classmethod
    async def take(cls, import_id: UUID) -> "Lease | None":
        """None when the import has already ended. Unavailable while another process is at it, Unknown without it."""
        now, holder = clock.now(), new_id()
        open_states = [state.value for state in ImportState if not state.ended]
        claimed = await Import.get_pymongo_collection().find_one_and_update(
            {"_id": import_id, "state": {"$in": open_states}, "lease_ends_at": {"$not": {"$gt": now}}},
            {"$set": {"holder": holder, "lease_ends_at": now + LEASE, "state": ImportState.VALIDATING.value}},
            return_document=ReturnDocument.AFTER,
        )
        if claimed is not None:
            return cls(Import.model_validate(claimed), holder)
        found = await Import.get(import_id)
        if found is None:
            raise Unknown("There is no such import.")
        if found.state.ended:
            return None
        raise Unavailable("This import is already running.", retry_after=30)

    async def begin(self, total: int) -> None:
        running = self.running
        running.state, running.total = ImportState.PROCESSING, total
        running.started_at = running.started_at or clock.now()
        if running.looking:
            running.done, running.counts = 0, ImportCounts()
            await ImportPage.find({"import_id": running.id}).delete()
        begun = {"done": running.done, "counts": running.counts.model_dump()}
        await self._note(None, {"total": total, "started_at": running.started_at} | begun)

    async def checked(self) -> None:
        """No row is wrong: from now on it is done, and goes on where it was stopped."""
        await self._note(None, {"checked": True})
        self.running.checked = True

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Prolonged for as long as the process lives: a batch with many pictures takes a while."""

        async def keep() -> None:
            while True:
                await asyncio.sleep(LEASE.total_seconds() / 3)
                with suppress(ConnectionFailure):
                    prolonged = {"$set": {"lease_ends_at": clock.now() + LEASE}}
                    await Import.get_pymongo_collection().update_one(self._mine, prolonged)

        keeper = asyncio.create_task(keep())
        try:
            yield
        finally:
            keeper.cancel()

    async def advance(self, rows: Sequence[ImportRow]) -> None:
        """A batch is done: its rows, the counts and the lease in one transaction."""
        running = self.running
        counts = running.counts.model_copy()
        for row in rows:
            counts.add(row)
        done = running.done + len(rows)

        async def work(session: AsyncClientSession) -> None:
            await add_rows(session, running.id, running.done, rows)
            await self._note(session, {"done": done, "counts": counts.model_dump()})

        await documents.transaction(work)
        running.done, running.counts = done, counts

    async def end(self, state: ImportState, *, event_id: UUID | None, problem: str | None = None) -> None:
        running = self.running
        running.state, running.problem, running.finished_at = state, problem, clock.now()
        files = {"file_id": running.file_id if running.repeatable else None, "refused_id": running.refused_id}

        async def work(session: AsyncClientSession) -> None:
            await self._note(session, {"problem": problem, "finished_at": running.finished_at} | files)
            await documents.first_time(session, "catalog.run_import", event_id)

        await documents.transaction(work)

    async def give_up(self) -> None:
        """Leave the rest to whoever comes next, at once."""
        await Import.get_pymongo_collection().update_one(self._mine, {"$set": {"lease_ends_at": None}})

    @property
    def _mine(self) -> dict[str, Any]:
        return {"_id": self.running.id, "holder": self._holder}

    async def _note(self, session: AsyncClientSession | None, changes: dict[str, Any]) -> None:
        lease = None if self.running.state.ended else clock.now() + LEASE
        noted = {**changes, "state": self.running.state.value, "lease_ends_at": lease}
        result = await Import.get_pymongo_collection().update_one(self._mine, {"$set": noted}, session=session)
        if not result.matched_count:
            raise Unavailable("Another process has taken this import over.", retry_after=30)
