"""A domain's own MongoDB: one client per event loop, Beanie's documents, transactions with an outbox and inbox."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from beanie import Document, init_beanie
from pymongo import ASCENDING, AsyncMongoClient, ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, DuplicateKeyError

from . import away, clock, facts
from .ids import new_id
from .loops import PerLoop
from .outbox import Backlog, Letter, Route
from .settings import settings

T = TypeVar("T")
Raw = dict[str, Any]
Index = tuple[tuple[str, int], ...]  # fields and their order
OWN_INDEXES = {
    "outbox": [("state", ASCENDING), ("due_at", ASCENDING)],
    "inbox": [("handled_at", ASCENDING)],
}


class Documents:
    """`Documents("catalog", …)` reads CATALOG_MONGODB_URL. `connect` once per process before the first question."""

    def __init__(self, name: str, models: Callable[[], Sequence[type[Document]]]) -> None:
        self.name = name
        self._models = models
        self._client: PerLoop[AsyncMongoClient[Raw]] = PerLoop(self._create_client)
        self._ready: PerLoop[set[str]] = PerLoop(set)
        self.outbox = MongoOutbox(self)

    @property
    def url(self) -> str:
        url: str = getattr(settings(), f"{self.name}_mongodb_url")
        return url

    @property
    def client(self) -> AsyncMongoClient[Raw]:
        return self._client()

    @property
    def database(self) -> AsyncDatabase[Raw]:
        return self.client.get_default_database(self.name)

    async def connect(self) -> None:
        """Bind the documents and make their indexes; a second call does nothing."""
        if "documents" in self._ready():
            return
        try:
            await init_beanie(database=self.database, document_models=list(self._models()))
            for collection, keys in OWN_INDEXES.items():
                await self.database[collection].create_index(keys)
        except ConnectionFailure as error:
            raise away.unavailable("MongoDB", self.name, self.url, error) from error
        self._ready().add("documents")

    async def missing_indexes(self) -> list[str]:
        """The collections that lack an index which `connect` makes; nothing is made here."""
        wanted: dict[str, list[Index]] = {name: [tuple(keys)] for name, keys in OWN_INDEXES.items()}
        for described in (vars(model)["Settings"] for model in self._models()):
            indexes = [tuple(index.document["key"].items()) for index in getattr(described, "indexes", ())]
            wanted.setdefault(described.name, []).extend(indexes)
        missing = []
        try:
            for collection, indexes in wanted.items():
                there = (await self.database[collection].index_information()).values()
                if set(indexes) - {tuple(index["key"]) for index in there}:
                    missing.append(collection)
        except ConnectionFailure as error:
            raise away.unavailable("MongoDB", self.name, self.url, error) from error
        return sorted(missing)

    async def transaction(self, work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
        """Run `work(session)` as one transaction; it may run again when another writer was first."""
        try:
            async with self.client.start_session() as session:
                return await session.with_transaction(work)
        except ConnectionFailure as error:
            raise away.unavailable("MongoDB", self.name, self.url, error) from error

    async def record(self, session: AsyncClientSession, *recorded: object) -> None:
        """Note facts in this transaction."""
        if recorded:
            await self.outbox.write(session, recorded)

    async def insert(self, session: AsyncClientSession, new: Sequence[Document]) -> None:
        """All of one kind, at once."""
        if new:
            await new[0].get_pymongo_collection().insert_many([raw(each) for each in new], session=session)

    async def first_time(self, session: AsyncClientSession, consumer: str, event_id: UUID | None) -> bool:
        """True once per (consumer, event), in the same transaction as the effect."""
        if event_id is None:
            return True
        inbox = self.database["inbox"]
        key = f"{consumer}:{event_id}"
        if await inbox.find_one({"_id": key}, session=session):
            return False
        await inbox.insert_one({"_id": key, "handled_at": clock.now()}, session=session)
        return True

    async def prune_inbox(self, before: datetime) -> int:
        """Forget what consumers did before then."""
        gone = await self.database["inbox"].delete_many({"handled_at": {"$lt": before}})
        return gone.deleted_count

    async def ping(self) -> None:
        try:
            await self.client.admin.command("ping")
        except ConnectionFailure as error:
            raise away.unavailable("MongoDB", self.name, self.url, error) from error

    async def close(self) -> None:
        self._ready.pop()
        client = self._client.pop()
        if client is not None:
            await client.close()

    def _create_client(self) -> "AsyncMongoClient[Raw]":
        return AsyncMongoClient(
            self.url, uuidRepresentation="standard", tz_aware=True, serverSelectionTimeoutMS=3000, socketTimeoutMS=20000
        )


def raw(document: Document) -> Raw:
    """As Beanie keeps it, and many times as fast as its own encoder: for writing hundreds at once."""
    kept = {"_id": document.id, **document.model_dump(exclude={"id", "revision_id"})}
    return kept | {"revision_id": document.revision_id} if document.get_settings().use_revision else kept


class MongoOutbox:
    """The outbox collection of one MongoDB database; letters are claimed one by one, each with a lease."""

    def __init__(self, documents: Documents) -> None:
        self.name = documents.name
        self._documents = documents

    async def write(self, session: AsyncClientSession, recorded: Sequence[object]) -> None:
        now = clock.now()
        await self._box.insert_many([_letter(fact, now) for fact in recorded], session=session)

    async def due(self) -> bool:
        return await self._box.find_one({"state": "open", "due_at": {"$lte": clock.now()}}, {"_id": 1}) is not None

    async def claim(self, route: Route, *, limit: int, lease: timedelta, attempts: int) -> list[Letter]:
        letters: list[Letter] = []
        while len(letters) < limit:
            now = clock.now()
            found = await self._box.find_one_and_update(
                {"state": "open", "due_at": {"$lte": now}},
                {"$set": {"due_at": now + lease}},
                return_document=ReturnDocument.AFTER,
            )
            if found is None:
                break
            consumers = tuple(route(found["kind"]) if found["waiting"] is None else found["waiting"])
            state = "done" if not consumers else "dead" if found["failures"] >= attempts else "open"
            await self._box.update_one({"_id": found["_id"]}, {"$set": {"waiting": list(consumers), "state": state}})
            if state == "open":
                letters.append(Letter(self.name, found["_id"], found["kind"], found["payload"], consumers))
        return letters

    async def confirm(self, event_id: UUID, consumer: str) -> None:
        after = await self._box.find_one_and_update(
            {"_id": event_id}, {"$pull": {"waiting": consumer}}, return_document=ReturnDocument.AFTER
        )
        if after is not None and after["waiting"] == [] and after["state"] == "open":
            await self._box.update_one(
                {"_id": event_id, "waiting": []}, {"$set": {"state": "done", "done_at": clock.now()}}
            )

    async def hold(self, event_id: UUID, lease: timedelta) -> None:
        """A consumer is still at work: do not offer this letter again before `lease` from now."""
        await self._box.update_one({"_id": event_id}, {"$set": {"due_at": clock.now() + lease}})

    async def complain(self, event_id: UUID, error: str, *, failed: bool) -> None:
        """Keep what went wrong; `failed` counts towards giving up, a part that is merely away does not."""
        changes = {"$set": {"last_error": error[:2000]}, "$inc": {"failures": int(failed)}}
        await self._box.update_one({"_id": event_id}, changes)

    async def backlog(self) -> Backlog:
        pressing = {"state": "open", "patient": {"$ne": True}}
        oldest = await self._box.find_one(pressing, {"recorded_at": 1}, sort=[("due_at", ASCENDING)])
        return Backlog(
            open=await self._box.count_documents({"state": "open"}),
            dead=await self._box.count_documents({"state": "dead"}),
            oldest=(clock.now() - oldest["recorded_at"]).total_seconds() if oldest else 0.0,
        )

    async def oldest_untold(self) -> datetime | None:
        """When the oldest fact was recorded that somebody may still be told, dead letters included."""
        untold = {"state": {"$in": ["open", "dead"]}}
        found = await self._box.find_one(untold, {"recorded_at": 1}, sort=[("recorded_at", ASCENDING)])
        return found["recorded_at"] if found else None

    async def revive(self) -> int:
        """Offer the dead letters once more, with a clean slate."""
        revived = await self._box.update_many(
            {"state": "dead"}, {"$set": {"state": "open", "failures": 0, "due_at": clock.now()}}
        )
        count: int = revived.modified_count
        return count

    async def prune(self, older_than: timedelta) -> int:
        """Forget what every consumer confirmed longer ago than this."""
        gone = await self._box.delete_many({"state": "done", "done_at": {"$lt": clock.now() - older_than}})
        count: int = gone.deleted_count
        return count

    @property
    def _box(self) -> Any:
        return self._documents.database["outbox"]


def _letter(fact: object, now: datetime) -> Raw:
    return {
        "_id": new_id(),
        "kind": facts.kind(type(fact)),
        "payload": facts.encode(fact),
        "state": "open",
        "waiting": None,
        "patient": bool(getattr(fact, "PATIENT", False)),
        "failures": 0,
        "recorded_at": now,
        "due_at": now,
    }


__all__ = ["Documents", "DuplicateKeyError", "MongoOutbox", "raw"]
