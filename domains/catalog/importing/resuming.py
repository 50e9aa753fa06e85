"""Imports whose process died: handed to the workers, who go on where it stopped."""

from datetime import timedelta
from typing import Final

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..events import ImportUploaded
from ..models import Import, ImportState
from .lease import LEASE
from .uploads import discard

KEPT: Final = timedelta(days=2)
NEVER_BEGUN: Final = "Nobody began it within two days, and the file is gone. Upload it again."


async def resume_imports() -> int:
    """Tell the workers of imports that nobody runs and nobody has told them of; answers how many."""
    await _forget_files()
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
        "begun": {"$ne": False},
        "lease_ends_at": {"$not": {"$gt": now}},
    }
    found = await Import.get_pymongo_collection().find_one_and_update(
        abandoned, {"$set": {"told": True, "lease_ends_at": None}}, session=session
    )
    if found is not None:
        await documents.record(session, ImportUploaded(found["_id"]))
    return found is not None


async def _forget_files() -> None:
    """What was uploaded and never begun, and what was only tried, is not kept for ever."""
    old = {"uploaded_at": {"$lt": clock.now() - KEPT}, "file_id": {"$ne": None}}
    unbegun = {"state": ImportState.UPLOADED.value, "begun": False}
    tried = {"state": ImportState.COMPLETED.value, "dry_run": True}
    ended = {"begun": True, "state": ImportState.FAILED.value, "problem": NEVER_BEGUN, "finished_at": clock.now()}
    for whose, changes in ((unbegun, ended), (tried, {})):
        async for each in Import.find(old | whose):
            left = {"$set": changes | {"file_id": None}}
            await Import.get_pymongo_collection().update_one({"_id": each.id} | whose, left)
            await discard(each.file_id)
