"""Imports whose process died: handed to the workers, who go on where it stopped."""

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..events import ImportUploaded
from ..models import Import, ImportState
from .lease import LEASE


async def resume_imports() -> int:
    """Tell the workers of imports that nobody runs and nobody has told them of; answers how many."""
    resumed = 0
    while await documents.transaction(_resume_one):
        resumed += 1
    return resumed


async def _resume_one(session: AsyncClientSession) -> bool:
    now = clock.now()
    abandoned = {
        "state": {"$in": [state.value for state in ImportState if not state.ended]},
        "uploaded_at": {"$lt": now - LEASE},  # until then its process may be about to begin
        "told": {"$ne": True},
        "lease_ends_at": {"$not": {"$gt": now}},
    }
    found = await Import.get_pymongo_collection().find_one_and_update(
        abandoned, {"$set": {"told": True, "lease_ends_at": None}}, session=session
    )
    if found is not None:
        await documents.record(session, ImportUploaded(found["_id"]))
    return found is not None
